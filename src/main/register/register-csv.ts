import { stringify } from 'csv-stringify/sync';
import type { RegisterRecord } from '../../shared/model/register.ts';
import { article30Of } from './article30.ts';

/**
 * The register as CSV (RFC 4180, UTF-8 with a byte order mark so that spreadsheets read it): one line a record, first what it
 * is, then the fields of its Art. 30 entry. A cell that a spreadsheet would take for a formula begins with an apostrophe.
 */
export function registerCsv(records: readonly RegisterRecord[]): string {
  const rows = records.map((record) => ({
    Tenant: record.tenantId,
    State: record.purgedAt === undefined ? record.state : 'purged',
    Opened: record.openedAt,
    Ended: record.changedAt,
    Environment: record.environment,
    'Approved by': record.approvals
      .map(({ keyId, offices }) => `${keyId} ${offices.join(', ')}`.trim())
      .join('; '),
    Due: record.due.join('; '),
    'Legal hold': record.hold === undefined ? '' : record.hold.since,
    Billing: record.billing?.reference ?? '',
    ...Object.fromEntries(article30Of(record).map(({ field, text }) => [field, text])),
  }));
  const plain = rows.map((row) =>
    Object.fromEntries(Object.entries(row).map(([name, text]) => [name, harmless(text)])),
  );
  return stringify(plain, { header: true, bom: true, record_delimiter: 'windows' });
}

const harmless = (text: string): string => (/^[=+\-@\t\r]/.test(text) ? `'${text}` : text);
