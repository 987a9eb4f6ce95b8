import type { Generated } from 'kysely';
import type { ExpectedSchema } from '../../ports/database.port.ts';

type Written = { createdAt: Generated<Date>; updatedAt: Generated<Date> };

/**
 * The pooled model's logical schema (P1): sources 1–3 as this console reads them. The live names may differ (P2); the adapter
 * maps them. Days are `YYYY-MM-DD`. Ids are opaque text (P3).
 */
export type PooledSchema = {
  brokers: Written & {
    id: string;
    name: string;
    legalName: string;
    croNumber: string;
    contactName: string;
    contactEmail: string;
    plan: string;
    status: string;
    subdomain: string | null;
  };
  users: Written & {
    id: string;
    email: string;
    name: string;
    passwordHash: string;
    role: string;
    brokerId: string | null;
    employerId: string | null;
    memberId: string | null;
    mustChangePassword: Generated<boolean>;
    lastLoginAt: Date | null;
  };
  employers: Written & {
    id: string;
    brokerId: string;
    name: string;
    registrationNumber: string;
    contactName: string | null;
    contactEmail: string | null;
    phone: string | null;
    address: string | null;
  };
  schemes: Written & {
    id: string;
    employerId: string;
    brokerId: string;
    name: string;
    schemeType: string;
    authorityNumber: string;
    status: string;
  };
  members: Written & {
    id: string;
    schemeId: string;
    employerId: string;
    brokerId: string;
    status: string;
    firstName: string;
    lastName: string;
    email: string;
    phone: string | null;
    ppsNumber: string | null;
    dateOfBirth: string | null;
    address: string | null;
  };
  contributions: Written & {
    id: string;
    memberId: string;
    period: string;
    employeeAmount: string;
    employerAmount: string;
    note: string | null;
  };
  fundChoices: Written & { id: string; memberId: string; fundName: string; percentage: number };
  keyFunctionHolders: Written & {
    id: string;
    schemeId: string;
    name: string;
    email: string;
    phone: string | null;
    keyFunction: string;
    appointedOn: string;
  };
  writtenPolicies: Written & {
    id: string;
    schemeId: string;
    title: string;
    body: string;
    approvedOn: string;
    reviewDueOn: string;
  };
  oraReports: Written & {
    id: string;
    schemeId: string;
    title: string;
    summary: string;
    reportYear: number;
    status: string;
  };
  documents: Written & {
    id: string;
    schemeId: string;
    documentType: string;
    filename: string;
    blobPath: string;
    contentType: string;
    size: number;
    uploadedBy: string | null;
  };
  emailTemplates: Written & {
    id: string;
    brokerId: string;
    templateKey: string;
    subject: string;
    body: string;
  };
  complianceCalendar: Written & {
    id: string;
    brokerId: string;
    title: string;
    description: string;
    dueOn: string;
    recurrence: string;
  };
  auditLogs: {
    id: string;
    actorId: string;
    tenantId: string | null;
    schemeId: string | null;
    action: string;
    entityType: string;
    entityId: string;
    metadata: unknown;
    ipAddress: string;
    userAgent: string;
    createdAt: Generated<Date>;
  };
};

const needed = { required: true } as const;
const known = { required: false } as const;
const written = { createdAt: known, updatedAt: known };

const eachKnown = <Name extends string>(...names: readonly Name[]): Readonly<Record<Name, typeof known>> =>
  Object.fromEntries(names.map((name) => [name, known])) as Record<Name, typeof known>;

/** Every logical table and column, so that a name in a statement and a name in the map are the same name. */
type Expected = {
  readonly [Table in keyof PooledSchema]: ExpectedSchema[string] & {
    readonly columns: Readonly<Record<keyof PooledSchema[Table], ExpectedSchema[string]['columns'][string]>>;
  };
};

/**
 * What the console needs of the live schema, and other spellings it has met. Without `brokers` the tenant is the bare
 * `brokerId` on the tables below (source 1); with it, the row comes first (source 2).
 */
export const pooledExpected = {
  brokers: {
    ...known,
    aliases: ['broker', 'broker_firms'],
    columns: {
      id: needed,
      name: needed,
      legalName: needed,
      croNumber: { ...needed, aliases: ['cro', 'cro_no', 'company_registration_number'] },
      contactName: { ...needed, aliases: ['primary_contact_name'] },
      contactEmail: { ...needed, aliases: ['primary_contact_email'] },
      plan: { ...needed, aliases: ['billing_plan'] },
      status: needed,
      subdomain: { ...known, aliases: ['sub_domain', 'white_label_domain'] },
      ...written,
    },
  },
  users: {
    ...needed,
    aliases: ['user', 'portal_users'],
    columns: {
      id: needed,
      email: { ...needed, aliases: ['email_address'] },
      name: { ...needed, aliases: ['full_name', 'display_name'] },
      passwordHash: { ...needed, aliases: ['password', 'hashed_password', 'password_digest'] },
      role: needed,
      brokerId: { ...needed, aliases: ['tenant_id'] },
      employerId: known,
      memberId: known,
      mustChangePassword: {
        ...known,
        aliases: ['force_password_change', 'password_change_required', 'must_reset_password'],
      },
      lastLoginAt: known,
      ...written,
    },
  },
  employers: {
    ...needed,
    aliases: ['employer'],
    columns: {
      id: needed,
      brokerId: { ...needed, aliases: ['tenant_id'] },
      name: needed,
      ...eachKnown('registrationNumber', 'contactName', 'contactEmail', 'phone', 'address'),
      ...written,
    },
  },
  schemes: {
    ...needed,
    aliases: ['scheme', 'pension_schemes'],
    columns: {
      id: needed,
      employerId: needed,
      brokerId: known,
      name: needed,
      ...eachKnown('schemeType', 'authorityNumber', 'status'),
      ...written,
    },
  },
  members: {
    ...needed,
    aliases: ['member', 'scheme_members'],
    columns: {
      id: needed,
      schemeId: needed,
      employerId: known,
      brokerId: known,
      status: known,
      firstName: { ...known, aliases: ['given_name', 'forename'] },
      lastName: { ...known, aliases: ['family_name', 'surname'] },
      email: { ...known, aliases: ['email_address'] },
      phone: { ...known, aliases: ['phone_number', 'telephone'] },
      ppsNumber: { ...known, aliases: ['pps', 'ppsn', 'pps_no'] },
      dateOfBirth: { ...known, aliases: ['dob', 'birth_date'] },
      address: known,
      ...written,
    },
  },
  contributions: {
    ...known,
    aliases: ['contribution'],
    columns: {
      id: needed,
      memberId: needed,
      ...eachKnown('period', 'employeeAmount', 'employerAmount', 'note'),
      ...written,
    },
  },
  fundChoices: {
    ...known,
    aliases: ['fund_choice'],
    columns: { id: needed, memberId: needed, fundName: known, percentage: known, ...written },
  },
  keyFunctionHolders: {
    ...known,
    aliases: ['key_function_holder', 'kfh'],
    columns: {
      id: needed,
      schemeId: needed,
      ...eachKnown('name', 'email', 'phone', 'keyFunction', 'appointedOn'),
      ...written,
    },
  },
  writtenPolicies: {
    ...known,
    aliases: ['written_policy', 'policies'],
    columns: {
      id: needed,
      schemeId: needed,
      ...eachKnown('title', 'body', 'approvedOn', 'reviewDueOn'),
      ...written,
    },
  },
  oraReports: {
    ...known,
    aliases: ['ora_report', 'ora'],
    columns: {
      id: needed,
      schemeId: needed,
      ...eachKnown('title', 'summary', 'reportYear', 'status'),
      ...written,
    },
  },
  documents: {
    ...known,
    aliases: ['document'],
    columns: {
      id: needed,
      schemeId: needed,
      documentType: known,
      filename: known,
      blobPath: { ...known, aliases: ['blob_url', 'path'] },
      ...eachKnown('contentType', 'size', 'uploadedBy'),
      ...written,
    },
  },
  emailTemplates: {
    ...needed,
    aliases: ['email_template'],
    columns: {
      id: needed,
      brokerId: { ...needed, aliases: ['tenant_id'] },
      templateKey: { ...needed, aliases: ['key', 'template_name'] },
      subject: needed,
      body: needed,
      ...written,
    },
  },
  complianceCalendar: {
    ...needed,
    aliases: ['compliance_calendar_items', 'compliance_events'],
    columns: {
      id: needed,
      brokerId: { ...needed, aliases: ['tenant_id'] },
      title: needed,
      description: needed,
      dueOn: { ...needed, aliases: ['due_date'] },
      recurrence: needed,
      ...written,
    },
  },
  auditLogs: {
    ...needed,
    aliases: ['audit_log', 'audit_trail'],
    columns: {
      id: needed,
      actorId: { ...needed, aliases: ['user_id'] },
      tenantId: { ...needed, aliases: ['broker_id'] },
      schemeId: known,
      action: needed,
      entityType: { ...needed, aliases: ['resource_type'] },
      entityId: { ...needed, aliases: ['resource_id'] },
      metadata: { ...needed, aliases: ['details'] },
      ipAddress: { ...needed, aliases: ['ip'] },
      userAgent: needed,
      createdAt: { ...needed, aliases: ['timestamp', 'occurred_at'] },
    },
  },
} as const satisfies Expected;
