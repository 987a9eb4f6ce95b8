import type { Command } from 'commander';
import {
  listErasures,
  replayErasures,
  type ReplayedErasure,
} from '../../../../shared/contract/register.contract.ts';
import { OperatorError } from '../../../../shared/errors/operator-error.ts';
import type { Host } from '../host.ts';
import type { Session } from '../session.ts';
import { textTable } from '../views/text-table.ts';

/** `erasure list|replay`: a backup that comes back brings back who was erased. */
export function erasureCommand(erasure: Command, { action }: Host): void {
  erasure
    .command('list')
    .description('Who was erased, and must be erased again if an older backup comes back.')
    .action(action(list));
  erasure
    .command('replay')
    .description(
      'After a restore: look for everybody who was erased over this connection, and erase again whoever has come back. Exit code 1 when somebody is still there.',
    )
    .requiredOption('--connection <name>', 'what was restored')
    .option('--tenant <id>', 'this tenant alone')
    .addHelpText('after', '\nExample:\n  $ tenantctl erasure replay --connection production')
    .action(action(replay));
}

async function list({ console, printer }: Session): Promise<undefined> {
  const erased = await console.call(listErasures, {});
  printer.answer(erased, () =>
    erased.length === 0
      ? 'Nobody was erased yet.'
      : textTable(
          ['TENANT', 'CONTROLLER', 'CONNECTION', 'ERASED', 'PURGED'],
          erased.map((each) => [
            each.tenantId,
            each.legalName,
            each.connection,
            each.erasedAt.slice(0, 10),
            each.purgedAt?.slice(0, 10) ?? '',
          ]),
        ),
  );
}

const words: Readonly<Record<ReplayedErasure['outcome'], string>> = {
  gone: 'still gone',
  erased: 'had come back, erased again',
  failed: 'has come back; the run stopped',
  purge: 'was purged and has come back: purge it again',
};

async function replay(
  { console, printer }: Session,
  { connection, tenant }: { readonly connection: string; readonly tenant?: string },
): Promise<OperatorError | undefined> {
  const input = { connection, ...(tenant !== undefined && { tenantId: tenant }) };
  const replayed = await console.call(replayErasures, input);
  const there = replayed.filter(({ outcome }) => outcome === 'failed' || outcome === 'purge');
  const failure =
    there.length === 0
      ? undefined
      : new OperatorError('E_ERASED_HAVE_RETURNED', {
          details: { tenants: there.map(({ tenantId }) => tenantId) },
        });
  const rows = replayed.map(({ tenantId, outcome, runId = '' }) => [tenantId, words[outcome], runId]);
  printer.answer(
    replayed,
    () => (rows.length === 0 ? 'Nobody was erased over this connection.' : textTable([], rows)),
    failure,
  );
  return failure;
}
