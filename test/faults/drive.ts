import type { Call, InputOf, OutputOf } from '../../src/shared/contract/call.ts';
import {
  listRuns,
  resumeRun,
  rollbackRun,
  showRun,
  startProvisioning,
} from '../../src/shared/contract/runs.contract.ts';
import { closedRunStates, type RunView } from '../../src/shared/model/run.ts';
import { answerTo, type Broker } from './brokers.ts';

/** A console as these runs drive it: in a process of its own or in this one. */
export type Desk = { call<C extends Call>(call: C, input: InputOf<C>): Promise<OutputOf<C>> };

export const CONNECTION = 'here';

/** More turns than any run needs: a run that wants more goes in circles. */
const TURNS = 40;

/** The run of this broker in the desk's own ledger; undefined when none was opened. */
export async function runOf(desk: Desk, { tenantId }: Pick<Broker, 'tenantId'>): Promise<string | undefined> {
  const [newest] = await desk.call(listRuns, { tenantId, limit: 1 });
  return newest?.runId;
}

/** Provisions as the operator would: opens the run or finds it, answers what is asked, tries again what failed. */
export async function provision(desk: Desk, of: Broker, until?: string): Promise<RunView> {
  const runId = await runOf(desk, of);
  let run =
    runId === undefined
      ? await desk.call(startProvisioning, { connection: CONNECTION, intake: of })
      : await desk.call(showRun, { runId });
  for (let turn = 0; turn < TURNS && !closedRunStates.includes(run.state); turn += 1) {
    if (run.prompt?.stepId !== undefined && run.prompt.stepId === until) return run;
    run = await takeTurn(desk, run, of);
  }
  return run;
}

async function takeTurn(desk: Desk, { runId, prompt }: RunView, of: Broker): Promise<RunView> {
  if (prompt === undefined) return desk.call(resumeRun, { runId });
  const answer = { stepId: prompt.stepId, value: await answerTo(prompt, of) };
  return desk.call(resumeRun, { runId, answer });
}

/** Takes the broker's run back, to the end; undefined when no run was ever opened. */
export async function rollBack(desk: Desk, of: Broker): Promise<RunView | undefined> {
  const runId = await runOf(desk, of);
  if (runId === undefined) return undefined;
  let run = await desk.call(showRun, { runId });
  for (let turn = 0; turn < TURNS && run.state !== 'rolled-back'; turn += 1)
    run = await desk.call(rollbackRun, { runId, reason: 'The fault harness takes it back.' });
  return run;
}
