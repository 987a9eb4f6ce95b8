import type { Command } from 'commander';
import { previewPurge, startPurge } from '../../../../shared/contract/register.contract.ts';
import type { OperatorError } from '../../../../shared/errors/operator-error.ts';
import { driveRun } from '../drive-run.ts';
import type { Host } from '../host.ts';
import type { Session } from '../session.ts';
import { planText } from '../views/plan-text.ts';
import { answerRun } from './answer-run.ts';
import { confirmByName } from './confirm-by-name.ts';

type Options = { readonly plan?: true; readonly yes?: boolean };

/** `purge`: what is left of an off-boarded tenant goes for good. */
export function purgeCommand(purge: Command, { action }: Host): void {
  purge
    .argument('<tenant>')
    .description(
      'Remove everything that was kept of an off-boarded tenant, once its retention is over and nobody holds it. CISO and Compliance Officer sign the plan first.',
    )
    .option('--plan', 'show what would be removed, and do nothing')
    .option('--yes', 'do not ask for the tenant’s id to be typed')
    .addHelpText(
      'after',
      '\nExamples:\n  $ tenantctl purge brk_01K… --plan\n  $ tenantctl purge brk_01K…\n  $ tenantctl approvals export RUN --out request.json        two others sign; then go on:\n  $ tenantctl runs resume RUN',
    )
    .action(action(run));
}

async function run(
  session: Session,
  tenantId: string,
  { plan, yes = false }: Options,
): Promise<OperatorError | undefined> {
  const { console, printer, ask } = session;
  if (plan) {
    const preview = await console.call(previewPurge, { tenantId });
    printer.answer(preview, (paint) => planText(preview, paint));
    return undefined;
  }
  if (!yes) await confirmByName(ask, 'This removes the tenant for good. Type its id', tenantId);
  const opened = await console.call(startPurge, { tenantId });
  return answerRun(session, await driveRun(session, opened, { answers: {}, yes: false }));
}
