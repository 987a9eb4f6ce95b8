import type { Call, InputOf, OutputOf } from '../../src/shared/contract/call.ts';
import { listRuns, resumeRun, rollbackRun, showRun } from '../../src/shared/contract/runs.contract.ts';
import type { JsonObject } from '../../src/shared/model/json.ts';
import { closedRunStates, type RunView } from '../../src/shared/model/run.ts';
import type { Prompt } from '../../src/shared/model/step.ts';
import type { Verdict } from './verdict.ts';

/** A console as these runs drive it: in a process of its own or in this one. */
export type Desk = { call<C extends Call>(call: C, input: InputOf<C>): Promise<OutputOf<C>> };

/** How a run may end, and what the world must then hold of its tenant. */
export type End = 'completed' | 'rolled-back' | 'never-opened';

/** One runbook led through once, for one tenant, as the operator would. */
export type Journey = {
  readonly runbook: string;
  readonly tenantId: string;
  /** A step that cannot be passed here: whoever fails there has come as far as this journey goes. */
  readonly goesAsFarAs?: string;
  start(desk: Desk): Promise<RunView>;
  /** What the operator says to each step that asks. */
  answer(prompt: Prompt, run: RunView, desk: Desk): Promise<JsonObject> | JsonObject;
  /** Looks behind the console's back at everything there is of the tenant. */
  audit(end: End, desk: Desk): Promise<Verdict>;
};

/** More turns than any run needs: a run that wants more goes in circles. */
const TURNS = 16;

/** The run of this journey in the desk's own ledger; undefined when none was opened. */
export async function runOf(
  desk: Desk,
  { tenantId, runbook }: Pick<Journey, 'tenantId' | 'runbook'>,
): Promise<string | undefined> {
  const runs = await desk.call(listRuns, { tenantId, limit: 10 });
  return runs.find((run) => run.runbook === runbook)?.runId;
}

/** Opens the run or finds it, answers what is asked, tries again what failed, until it has ended or goes no further. */
export async function goForward(desk: Desk, journey: Journey, turns = TURNS): Promise<RunView> {
  const runId = await runOf(desk, journey);
  let run = runId === undefined ? await journey.start(desk) : await desk.call(showRun, { runId });
  for (let turn = 0; turn < turns && !isThere(run, journey); turn += 1)
    run = await takeTurn(desk, run, journey);
  return run;
}

/** Whether there is nothing left to do forward. */
export const isThere = ({ state, steps }: RunView, { goesAsFarAs }: Journey): boolean =>
  closedRunStates.includes(state) || steps.some(({ id, state: at }) => id === goesAsFarAs && at === 'failed');

async function takeTurn(desk: Desk, run: RunView, journey: Journey): Promise<RunView> {
  const { runId, prompt } = run;
  if (prompt === undefined) return desk.call(resumeRun, { runId });
  const value = await journey.answer(prompt, run, desk);
  return desk.call(resumeRun, { runId, answer: { stepId: prompt.stepId, value } });
}

/** Takes the run back, to the end; undefined when none was ever opened. */
export async function takeBack(desk: Desk, journey: Journey): Promise<RunView | undefined> {
  const runId = await runOf(desk, journey);
  if (runId === undefined) return undefined;
  let run = await desk.call(showRun, { runId });
  for (let turn = 0; turn < TURNS && run.state !== 'rolled-back'; turn += 1)
    run = await desk.call(rollbackRun, { runId, reason: 'The fault harness takes it back.' });
  return run;
}
