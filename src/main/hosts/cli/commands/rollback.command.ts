import type { Command } from 'commander';
import { planRollback, rollbackRun, showRun } from '../../../../shared/contract/runs.contract.ts';
import type { OperatorError } from '../../../../shared/errors/operator-error.ts';
import type { Host } from '../host.ts';
import type { Session } from '../session.ts';
import { undoPlanText } from '../views/undo-plan-text.ts';
import { runText } from '../views/run-text.ts';
import { answerRun } from './answer-run.ts';
import { confirmByName } from './confirm-by-name.ts';

type Options = { readonly reason?: string; readonly yes?: boolean; readonly plan?: boolean };

/** `rollback`: takes back what a run did, and nothing else. */
export function rollbackCommand(rollback: Command, { action }: Host): void {
  rollback
    .argument('<run>', 'id of the run')
    .description('Take back what a run did, last step first, and only what it can prove it made.')
    .option('--plan', 'only show what would be taken back, and what proves that it is ours')
    .option('--reason <text>', 'why; kept sealed in the ledger')
    .option('--yes', 'do not ask for the tenant’s id to be typed')
    .addHelpText('after', '\nExample:\n  $ tenantctl rollback run_01KAB… --reason "wrong CRO number" --yes')
    .action(action(run));
}

async function run(
  session: Session,
  runId: string,
  { reason, yes = false, plan = false }: Options,
): Promise<OperatorError | undefined> {
  const { console, ask, printer, live } = session;
  if (plan) return showPlan(session, runId);
  const standing = await console.call(showRun, { runId });
  live.learn(standing);
  if (!yes) {
    printer.aside((paint) => runText(standing, paint));
    await confirmByName(ask, 'This takes back what the run did. Type the tenant’s id', standing.tenantId);
  }
  const given =
    reason ?? (await ask?.text('Why?', { check: (text) => text.trim().length >= 3 || 'a few words' }));
  return answerRun(session, await console.call(rollbackRun, { runId, reason: given ?? 'no reason given' }));
}

async function showPlan({ console, printer }: Session, runId: string): Promise<undefined> {
  const planned = await console.call(planRollback, { runId });
  printer.answer(planned, (paint) => undoPlanText(planned, paint));
}
