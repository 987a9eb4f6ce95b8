import { clear, keep, scrub, type Classified } from '../../privacy/classification.ts';
import type { PooledSchema } from './schema.ts';

/** Every column of every table: one that is added to the schema and not here does not compile. */
type Complete = {
  readonly [Table in keyof PooledSchema]: Readonly<Record<keyof PooledSchema[Table], Classified>>;
};

const row = { id: keep, createdAt: keep, updatedAt: keep };

/**
 * What the pooled schema holds of whom, and what becomes of it (P17). Schemes, contributions, fund choices, policies and
 * reports are the statutory records that stay for seven years; the firm itself is on the public register.
 */
export const pooledClassification: Complete = {
  brokers: {
    ...row,
    name: keep,
    legalName: keep,
    croNumber: keep,
    contactName: clear('contact', 'full-name'),
    contactEmail: clear('contact', 'email'),
    plan: keep,
    status: keep,
    subdomain: keep,
  },
  users: {
    ...row,
    email: { of: 'user', strategy: 'from-key', identifies: 'email' },
    name: clear('user', 'full-name'),
    // No hash of any password is this one, so that nothing opens the account; the value itself is never read.
    passwordHash: { of: 'user', strategy: 'fixed' },
    role: keep,
    brokerId: keep,
    employerId: keep,
    memberId: keep,
    mustChangePassword: keep,
    lastLoginAt: { of: 'user', strategy: 'clear' },
  },
  employers: {
    ...row,
    brokerId: keep,
    name: keep,
    registrationNumber: keep,
    contactName: clear('contact', 'full-name'),
    contactEmail: clear('contact', 'email'),
    phone: clear('contact', 'phone'),
    address: clear('contact', 'address'),
  },
  schemes: {
    ...row,
    employerId: keep,
    brokerId: keep,
    name: keep,
    schemeType: keep,
    authorityNumber: keep,
    status: keep,
  },
  members: {
    ...row,
    schemeId: keep,
    employerId: keep,
    brokerId: keep,
    status: keep,
    firstName: clear('member', 'first-name'),
    lastName: clear('member', 'last-name'),
    email: { of: 'member', strategy: 'from-key', identifies: 'email' },
    phone: clear('member', 'phone'),
    ppsNumber: clear('member', 'number'),
    dateOfBirth: clear('member', 'day'),
    address: clear('member', 'address'),
  },
  contributions: {
    ...row,
    memberId: keep,
    period: keep,
    employeeAmount: keep,
    employerAmount: keep,
    note: scrub('member'),
  },
  fundChoices: { ...row, memberId: keep, fundName: scrub('member'), percentage: keep },
  keyFunctionHolders: {
    ...row,
    schemeId: keep,
    keyFunction: keep,
    appointedOn: keep,
    name: clear('key-function-holder', 'full-name'),
    email: clear('key-function-holder', 'email'),
    phone: clear('key-function-holder', 'phone'),
  },
  writtenPolicies: {
    ...row,
    schemeId: keep,
    title: scrub('member'),
    body: scrub('member'),
    approvedOn: keep,
    reviewDueOn: keep,
  },
  oraReports: {
    ...row,
    schemeId: keep,
    title: scrub('member'),
    summary: scrub('member'),
    reportYear: keep,
    status: keep,
  },
  documents: {
    ...row,
    schemeId: keep,
    documentType: keep,
    filename: scrub('member'),
    // Where the file lies: removing the files rewrites it. The gate reads it.
    blobPath: keep,
    contentType: keep,
    size: keep,
    uploadedBy: keep,
  },
  emailTemplates: {
    ...row,
    brokerId: keep,
    templateKey: keep,
    subject: scrub('member'),
    body: scrub('member'),
  },
  complianceCalendar: {
    ...row,
    brokerId: keep,
    title: scrub('member'),
    description: scrub('member'),
    dueOn: keep,
    recurrence: keep,
  },
  auditLogs: {
    id: keep,
    createdAt: keep,
    actorId: keep,
    tenantId: keep,
    schemeId: keep,
    action: keep,
    entityType: keep,
    entityId: keep,
    metadata: scrub('member'),
    ipAddress: { of: 'user', strategy: 'fixed' },
    userAgent: { of: 'user', strategy: 'fixed' },
  },
};
