import {
  amount,
  date,
  flag,
  instant,
  integer,
  json,
  key,
  optional,
  pointsAt,
  tenantAnchor,
  text,
  unique,
  type Column,
} from './columns.ts';

const written = { createdAt: instant, updatedAt: instant };

/**
 * Every table of the portal, once, in the order in which they can be created. Table names are snake_case in all
 * variants; column names are given in camelCase and are what the variant makes of them in the database.
 *
 * `brokerId` on schemes and members exists in the bare reading only: there it is "propagated across the users,
 * employers, schemes, and related tables" (source 1), while the other reading finds it through the employer (source 2).
 */
export const tables = {
  brokers: {
    id: key('text'),
    name: text,
    legalName: text,
    croNumber: unique(text),
    contactName: text,
    contactEmail: text,
    plan: text,
    status: text,
    subdomain: optional(text),
    ...written,
  },
  employers: {
    id: key('uuid'),
    brokerId: tenantAnchor,
    name: text,
    registrationNumber: text,
    contactName: text,
    contactEmail: text,
    phone: optional(text),
    address: optional(text),
    ...written,
  },
  schemes: {
    id: key('text'),
    employerId: pointsAt('uuid', 'employers'),
    brokerId: { ...tenantAnchor, only: 'bare' },
    name: text,
    schemeType: text,
    authorityNumber: text,
    status: text,
    ...written,
  },
  members: {
    id: key('uuid'),
    schemeId: pointsAt('text', 'schemes'),
    employerId: pointsAt('uuid', 'employers'),
    brokerId: { ...tenantAnchor, only: 'bare' },
    firstName: text,
    lastName: text,
    email: text,
    phone: optional(text),
    ppsNumber: optional(text),
    dateOfBirth: optional(date),
    address: optional(text),
    status: text,
    ...written,
  },
  users: {
    id: key('text'),
    email: unique(text),
    name: text,
    passwordHash: text,
    role: text,
    brokerId: optional(tenantAnchor),
    employerId: optional(pointsAt('uuid', 'employers')),
    memberId: optional(pointsAt('uuid', 'members')),
    mustChangePassword: flag,
    lastLoginAt: optional(instant),
    ...written,
  },
  contributions: {
    id: key('uuid'),
    memberId: pointsAt('uuid', 'members'),
    period: date,
    employeeAmount: amount,
    employerAmount: amount,
    note: optional(text),
    ...written,
  },
  fund_choices: {
    id: key('uuid'),
    memberId: pointsAt('uuid', 'members'),
    fundName: text,
    percentage: integer,
    ...written,
  },
  key_function_holders: {
    id: key('uuid'),
    schemeId: pointsAt('text', 'schemes'),
    keyFunction: text,
    name: text,
    email: text,
    phone: optional(text),
    appointedOn: date,
    ...written,
  },
  written_policies: {
    id: key('uuid'),
    schemeId: pointsAt('text', 'schemes'),
    title: text,
    body: text,
    approvedOn: date,
    reviewDueOn: date,
    ...written,
  },
  ora_reports: {
    id: key('uuid'),
    schemeId: pointsAt('text', 'schemes'),
    title: text,
    summary: text,
    reportYear: integer,
    status: text,
    ...written,
  },
  documents: {
    id: key('uuid'),
    schemeId: pointsAt('text', 'schemes'),
    documentType: text,
    filename: text,
    contentType: text,
    size: integer,
    blobPath: text,
    uploadedBy: optional(pointsAt('text', 'users')),
    ...written,
  },
  email_templates: {
    id: key('uuid'),
    brokerId: tenantAnchor,
    templateKey: text,
    subject: text,
    body: text,
    ...written,
  },
  compliance_calendar: {
    id: key('uuid'),
    brokerId: tenantAnchor,
    title: text,
    description: text,
    dueOn: date,
    recurrence: text,
    ...written,
  },
  // No foreign keys: the history outlives the tenant, its users and its schemes.
  audit_logs: {
    id: key('uuid'),
    actorId: text,
    tenantId: optional(text),
    schemeId: optional(text),
    action: text,
    entityType: text,
    entityId: text,
    metadata: json,
    ipAddress: text,
    userAgent: text,
    createdAt: instant,
  },
} as const satisfies Record<string, Record<string, Column>>;

export type TableName = keyof typeof tables;

export const tableNames = Object.keys(tables) as readonly TableName[];

/** Column sets that must be unique together. */
export const uniqueTogether: readonly { readonly table: TableName; readonly columns: readonly string[] }[] = [
  { table: 'email_templates', columns: ['brokerId', 'templateKey'] },
  { table: 'documents', columns: ['blobPath'] },
];
