import type { PlannedUndo, UndoPlan } from '../../../../shared/model/undo-plan.ts';
import type { Paint } from '../terminal.ts';

/** What a rollback would do, step by step, each with its proof. */
export function undoPlanText(
  { runId, tenantId, state, advice, because, steps }: UndoPlan,
  paint: Paint,
): string {
  const head = `${paint('bold', `Rollback of ${runId}`)}, tenant ${tenantId}, now ${state}`;
  return [head, `${advice}: ${because}`, ...steps.map((step) => stepText(step, paint))].join('\n\n');
}

function stepText({ step, how, says, seen, proof, hindrance }: PlannedUndo, paint: Paint): string {
  const state = seen === undefined ? '' : paint('dim', ` (${seen} now)`);
  const proven = proof === undefined ? '' : paint('dim', `\n  proof: ${JSON.stringify(proof)}`);
  const hindered =
    hindrance === undefined
      ? ''
      : paint('red', `\n  would stop here: ${hindrance.code} ${JSON.stringify(hindrance.details)}`);
  return `${paint('bold', step)}: ${how}${state}\n  ${says}${proven}${hindered}`;
}
