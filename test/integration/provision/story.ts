import type { Console } from '../../../src/main/compose.ts';
import { showLedger } from '../../../src/shared/contract/ledger.contract.ts';
import type { RunView } from '../../../src/shared/model/run.ts';

/** What the log says of one step, in order. */
export async function story(
  console: Pick<Console, 'call'>,
  { runId }: Pick<RunView, 'runId'>,
  step: string,
): Promise<readonly string[]> {
  const { entries } = await console.call(showLedger, { runId, limit: 1000 });
  return entries
    .filter(({ data }) => data['step'] === step)
    .map(({ type, data: { how, code, state } }) => {
      const outcome = [how, code, state].filter((each) => typeof each === 'string');
      return [type, ...outcome].join(' ');
    });
}
