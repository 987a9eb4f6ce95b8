import type { OrphanKind, Reconciliation } from '../../../../shared/model/orphan.ts';
import type { Paint } from '../terminal.ts';
import { textTable } from './text-table.ts';

/** What hangs below nothing, kind by kind, with its proof and what to do about it. */
export function reconcileText({ connection, found, kinds, ms }: Reconciliation, paint: Paint): string {
  const head = `${connection}: ${found} orphans, ${kinds.length} kinds looked for in ${ms} ms`;
  const untold = kinds.flatMap(({ title, untold: why }) => (why === undefined ? [] : [`${title}: ${why}`]));
  return [
    paint('bold', head),
    ...kinds.filter((kind) => kind.found > 0).map((kind) => kindText(kind, paint)),
    ...(untold.length === 0 ? [] : [paint('dim', `Not told:\n  ${untold.join('\n  ')}`)]),
  ].join('\n\n');
}

function kindText({ title, found, statement, orphans }: OrphanKind, paint: Paint): string {
  const rows = orphans.map(({ id, parentId, story, repair }) => [
    id,
    parentId,
    story === undefined ? 'not in this ledger' : `${story.runId} ${story.state}`,
    repair,
  ]);
  const more = found > orphans.length ? `\n… and ${found - orphans.length} more` : '';
  const proof = paint('dim', `proof: statement ${statement}`);
  return `${title}: ${found}, ${proof}\n${textTable(['id', 'names', 'story', 'proposed'], rows)}${more}`;
}
