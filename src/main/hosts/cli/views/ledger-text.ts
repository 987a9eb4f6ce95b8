import type { LedgerEntry } from '../../../../shared/model/ledger-entry.ts';
import type { VerifyReport } from '../../../../shared/model/verify-report.ts';
import type { Paint } from '../terminal.ts';
import { textFacts, textTable } from './text-table.ts';

const pins: Readonly<Record<VerifyReport['pinned'], string>> = {
  matches: 'the tree is the one pinned in the keychain',
  ahead: 'the tree goes on from the one pinned in the keychain',
  none: 'nothing was pinned in the keychain yet',
  'rolled-back': 'the keychain has seen a longer or another tree',
};

/** The verdict over the whole ledger. */
export function verdictText({ ok, entries, root, firstBad, pinned }: VerifyReport, paint: Paint): string {
  const verdict = ok
    ? paint('green', '✓ The ledger is whole.')
    : paint('red', '✗ The ledger is not as it was written.');
  const facts = textFacts({
    entries: String(entries),
    root: root === '' ? undefined : root,
    pinned: pins[pinned],
    'first bad entry': firstBad?.index === undefined ? undefined : String(firstBad.index),
    wrong: firstBad && `${firstBad.what}: ${firstBad.message}`,
  });
  return `${verdict}\n${facts}`;
}

/** Entries one a line, with the step and its code where they tell of one. */
export function entriesText(
  { size, entries }: { size: number; entries: readonly LedgerEntry[] },
  paint: Paint,
): string {
  const rows = entries.map(({ index, time, type, data, tenantId, runId, details }) => [
    String(index),
    time,
    type,
    [data['step'], data['code'], data['name']].filter((word) => typeof word === 'string').join(' '),
    tenantId ?? '',
    runId ?? '',
    details === undefined ? '' : 'sealed details',
  ]);
  const table = textTable(['entry', 'time', 'type', 'what', 'tenant', 'run', ''], rows);
  return `${table}\n${paint('dim', `${entries.length} of ${size} entries`)}`;
}
