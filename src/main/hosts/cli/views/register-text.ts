import type { Article30Entry, RegisterRecord } from '../../../../shared/model/register.ts';
import type { Paint } from '../terminal.ts';
import { textFacts, textTable } from './text-table.ts';

/** The register, one line a tenant. */
export function registerText(records: readonly RegisterRecord[], paint: Paint): string {
  if (records.length === 0) return 'There is no off-boarding that fits.';
  return textTable(
    ['RUN', 'TENANT', 'CONTROLLER', 'OPENED', 'STATE', 'KEPT UNTIL', ''],
    records.map((each) => [
      each.runId,
      each.tenantId,
      each.legalName,
      each.openedAt.slice(0, 10),
      each.purgedAt === undefined ? each.state : 'purged',
      each.retention.find(({ item }) => item === 'scheme-records')?.until ?? '',
      remark(each, paint),
    ]),
  );
}

function remark({ hold, due }: RegisterRecord, paint: Paint): string {
  if (hold !== undefined) return paint('yellow', 'legal hold');
  return due.length === 0 ? '' : paint('yellow', `due: ${due.join(', ')}`);
}

type Shown = { readonly record: RegisterRecord; readonly article30: Article30Entry };

/** One record as the entry of the Art. 30 register. */
export const recordText = ({ record, article30 }: Shown, paint: Paint): string =>
  [
    paint('bold', record.legalName === '' ? record.tenantId : record.legalName),
    textFacts(Object.fromEntries(article30.map(({ field, text }) => [field, text]))),
  ].join('\n\n');
