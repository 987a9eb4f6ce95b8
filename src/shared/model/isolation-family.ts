/** What an isolation probe is about (DESIGN §5). The order is that of the report. */
export const families = [
  'clean-slate',
  'read',
  'write',
  'tenant-anchor',
  'session',
  'role',
  'existence',
  'files',
  'audit',
  'function',
  'clean-up',
  'integrity',
] as const;
export type Family = (typeof families)[number];

export const familyTitles: Readonly<Record<Family, string>> = {
  'clean-slate': 'Sees its own rows and nothing else at first',
  read: 'Reads nothing of another tenant',
  write: 'Changes nothing of another tenant',
  'tenant-anchor': 'Cannot choose its tenant',
  session: 'No valid session, no data',
  role: 'A lower role stays within its bounds',
  existence: 'Cannot tell what exists elsewhere',
  files: 'Files open by their signed address alone',
  audit: 'Every action is in the audit trail',
  function: 'The tenant can do its work',
  'clean-up': 'Nothing of the check is left',
  integrity: 'The database holds its own rules',
};

/** OWASP API Security Top 10, edition 2023 (owasp.org/API-Security/editions/2023/en/0x11-t10/). */
export const owaspItems = {
  'API1:2023': 'Broken Object Level Authorization',
  'API2:2023': 'Broken Authentication',
  'API3:2023': 'Broken Object Property Level Authorization',
  'API4:2023': 'Unrestricted Resource Consumption',
  'API5:2023': 'Broken Function Level Authorization',
  'API6:2023': 'Unrestricted Access to Sensitive Business Flows',
  'API7:2023': 'Server Side Request Forgery',
  'API8:2023': 'Security Misconfiguration',
  'API9:2023': 'Improper Inventory Management',
  'API10:2023': 'Unsafe Consumption of APIs',
} as const;
export type OwaspItem = keyof typeof owaspItems;
export const owaspIds = Object.keys(owaspItems) as [OwaspItem, ...OwaspItem[]];
