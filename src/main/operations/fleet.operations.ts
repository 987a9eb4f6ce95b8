import canonicalize from 'canonicalize';
import {
  runFleet,
  type fleetOutcomes,
  type FleetReport,
  type FleetResult,
} from '../../shared/contract/fleet.contract.ts';
import { OperatorError, isOperatorError } from '../../shared/errors/operator-error.ts';
import type { JsonObject } from '../../shared/model/json.ts';
import { closedRunStates, type RunView } from '../../shared/model/run.ts';
import { findRun, freshSalt, intakeOf, openRun } from '../engine/open-run.ts';
import { undoRun } from '../engine/undo-run.ts';
import type { ConsoleContext } from './console-context.ts';
import { OpenDoors } from './connections/open-doors.ts';
import { operation } from './operation.ts';
import { prepareProvisioning } from './provision.operations.ts';
import { advance, type StandIn } from './runs.operations.ts';
import { withRunSession } from './run-session.ts';
import { findRuns } from './run-view.ts';
import { prepareUpkeep } from './upkeep.operations.ts';

type Job = ReturnType<typeof prepareUpkeep>;
type Outcome = (typeof fleetOutcomes)[number];
type Wish = {
  readonly runbook: string;
  readonly concurrency: number;
  readonly errorBudget: number;
  readonly confirmed: boolean;
};

/** A runbook asks for no more answers than this. */
const MOST_ANSWERS = 5;

export const fleetOperations = [
  operation(runFleet, async (ctx, { connection, runbook, inputs, confirmedCount, ...wish }) => {
    const prepare = (input: JsonObject): Job =>
      runbook === 'provision'
        ? prepareProvisioning(ctx, connection, input)
        : prepareUpkeep(ctx, connection, runbook, input);
    const jobs = inputs.map(prepare);
    refuseTwice(jobs);
    return workOff(ctx, jobs, { ...wish, runbook, confirmed: confirmedCount === jobs.length });
  }),
];

/** Errors: `E_INVALID_INPUT` naming those that are there more than once. */
function refuseTwice(jobs: readonly Job[]): void {
  const ids = jobs.map(({ tenantId }) => tenantId);
  const twice = ids.filter((id, at) => ids.indexOf(id) !== at);
  if (twice.length > 0) throw new OperatorError('E_INVALID_INPUT', { details: { twice } });
}

async function workOff(ctx: ConsoleContext, jobs: readonly Job[], wish: Wish): Promise<FleetReport> {
  const since = ctx.clock.monotonicMs();
  const results = new Map<string, FleetResult>();
  const failed = () => [...results.values()].filter(({ outcome }) => outcome === 'failed').length;
  const isSpent = () => failed() > wish.errorBudget || ctx.signal.aborted;
  let next = 0;
  const lane = async () => {
    await using doors = new OpenDoors();
    for (let job = jobs[next++]; job !== undefined && !isSpent(); job = jobs[next++]) {
      results.set(job.tenantId, await tryJob({ ...ctx, doors }, job, wish.confirmed));
      ctx.onProgress({
        ...{ runId: '', stepId: `fleet.${wish.runbook}`, unit: 'tenants' },
        ...{ done: results.size, of: jobs.length },
      });
    }
  };
  await ctx.ledger.sharing(() => Promise.all(Array.from({ length: wish.concurrency }, lane)));
  const listed = jobs.map(
    ({ tenantId }) => results.get(tenantId) ?? { tenantId, outcome: 'not-tried' as const, ms: 0 },
  );
  const ms = ctx.clock.monotonicMs() - since;
  return { counts: countsOf(listed), stopped: isSpent(), ms, results: listed };
}

function countsOf(results: readonly FleetResult[]): FleetReport['counts'] {
  const count = (wanted: Outcome) => results.filter(({ outcome }) => outcome === wanted).length;
  return {
    ...{ completed: count('completed'), already: count('already'), waiting: count('waiting') },
    ...{ failed: count('failed'), 'not-tried': count('not-tried') },
  };
}

type Lane = ConsoleContext & { readonly doors: OpenDoors };

async function tryJob(lane: Lane, job: Job, confirmed: boolean): Promise<FleetResult> {
  const result = await resultOf(lane, job, confirmed);
  // Its connections may be what failed it: the next tenant opens its own.
  if (result.outcome === 'failed') await lane.doors.close();
  return result;
}

async function resultOf(ctx: Lane, job: Job, confirmed: boolean): Promise<FleetResult> {
  const { tenantId } = job;
  const since = ctx.clock.monotonicMs();
  const elapsed = () => ctx.clock.monotonicMs() - since;
  try {
    const run = await takeOn(ctx, job, confirmed);
    if (run === 'already') return { tenantId, outcome: 'already', ms: elapsed() };
    ctx.runSecrets.delete(run.runId);
    return { tenantId, runId: run.runId, ms: elapsed(), ...outcomeOf(run) };
  } catch (error) {
    if (!isOperatorError(error)) throw error;
    return { tenantId, outcome: 'failed', code: error.code, ms: elapsed() };
  }
}

function outcomeOf(run: RunView): Pick<FleetResult, 'outcome' | 'code'> {
  if (run.state === 'completed') return { outcome: 'completed' };
  if (run.state === 'waiting') return { outcome: 'waiting' };
  return { outcome: 'failed', code: run.steps.find(({ code }) => code !== undefined)?.code ?? run.state };
}

/** Goes on with the tenant's run of this runbook where one is open, begins one where none was completed. */
async function takeOn(ctx: ConsoleContext, job: Job, confirmed: boolean): Promise<RunView | 'already'> {
  const { runbook, tenantId, ...parts } = job;
  const runs = findRuns(ctx, { tenantId, limit: Infinity });
  const ended = runs.findIndex(({ runbook: id, state }) => state === 'completed' && isEnd(id));
  const since = ended < 0 ? runs : runs.slice(0, ended);
  const last = since.find((run) => run.runbook === runbook.id && run.state !== 'rolled-back');
  // What is done once and for all is not done again; an upkeep is, as often as it is asked for.
  if (last?.state === 'completed' && runbook.id.endsWith('.provision')) return 'already';
  const isOpen = last !== undefined && !closedRunStates.includes(last.state);
  const open = isOpen && (await isOfThisRow(ctx, last.runId, job)) ? last.runId : undefined;
  const { ledger: log, clock, ids, failPoints } = ctx;
  const deps = { log, clock, ids, failPoints };
  const opening = { ...parts, tenantId, salt: freshSalt(deps) };
  const runId = open ?? (await openRun(deps, runbook, opening));
  return advance(ctx, runId, undefined, confirming(job.input, confirmed));
}

/** Answers as somebody would who simply confirms, a few times. */
function confirming(input: JsonObject, confirmed: boolean): StandIn {
  let asked = 0;
  return (run) => {
    const value = asked++ < MOST_ANSWERS ? answerOf(run, input, confirmed) : undefined;
    return value && { stepId: run.prompt?.stepId ?? '', value };
  };
}

/** Whether the open run has the row's own input; one whose row was mended since is taken back, and a new one begins. */
async function isOfThisRow(ctx: ConsoleContext, runId: string, { input }: Job): Promise<boolean> {
  const { openedEntry } = findRun({ log: ctx.ledger }, runId);
  const begun = await intakeOf({ log: ctx.ledger }, openedEntry);
  if (canonicalize(begun.input) === canonicalize(input)) return true;
  await withRunSession(ctx, runId, (session) => undoRun(session, 'Its row in the file was changed.'));
  return false;
}

/** After these the tenant's id is free, and what was before concerns another tenant. */
const isEnd = (runbook: string): boolean => /\.(offboard|purge)$/.test(runbook);

/** What somebody who simply confirms would answer; where a name has to be typed, the confirmed number of tenants stands for it. */
function answerOf({ prompt }: RunView, input: JsonObject, confirmed: boolean): JsonObject | undefined {
  if (prompt?.kind !== 'approve') return undefined;
  if (prompt.defaults !== undefined) return prompt.defaults;
  const fields = prompt.schema['properties'] as JsonObject | undefined;
  if (!confirmed || fields?.['confirmName'] === undefined) return undefined;
  return { digest: prompt.data?.['digest'] as string, confirmName: input['legalName'] as string };
}
