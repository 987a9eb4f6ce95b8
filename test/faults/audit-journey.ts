import { showLedger } from '../../src/shared/contract/ledger.contract.ts';
import { showRun } from '../../src/shared/contract/runs.contract.ts';
import { runOf, type Desk, type End, type Journey } from './journey.ts';
import { liesIn } from './story.ts';
import type { Verdict } from './verdict.ts';

/** The world and the ledger's story of one journey. */
export async function auditJourney(desk: Desk, journey: Journey, end: End): Promise<Verdict> {
  const world = await journey.audit(end, desk);
  const runId = await runOf(desk, journey);
  if (runId === undefined) return world;
  const { entries } = await desk.call(showLedger, { runId, limit: 1000 });
  const { steps } = await desk.call(showRun, { runId });
  const failed = steps.filter(({ receipt }) => receipt?.['verdict'] === 'fail').map(({ id }) => id);
  const wrong = failed.map((id) => `${journey.tenantId}: ${id} found a leak where there is none`);
  return { ...world, lies: [...world.lies, ...liesIn(entries, end), ...wrong] };
}
