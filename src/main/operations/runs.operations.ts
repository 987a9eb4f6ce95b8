import {
  listRuns,
  planRollback,
  promptRun,
  resumeRun,
  revealSecret,
  rollbackRun,
  showRun,
} from '../../shared/contract/runs.contract.ts';
import { OperatorError } from '../../shared/errors/operator-error.ts';
import { digestedPlan } from '../../shared/model/plan.ts';
import { closedRunStates, type RunView } from '../../shared/model/run.ts';
import type { Secret } from '../../shared/model/secret.ts';
import { promptOf, type StepAnswer } from '../engine/answer.ts';
import { executeRun } from '../engine/execute-run.ts';
import { stepRecord } from '../engine/fold-run.ts';
import { findRun } from '../engine/open-run.ts';
import { recordOf } from '../engine/run-session.ts';
import { openContext } from '../engine/step-context.ts';
import { planUndo } from '../engine/plan-undo.ts';
import { undoByItself } from '../engine/undo-by-itself.ts';
import { undoRun } from '../engine/undo-run.ts';
import { viewRun } from '../engine/view-run.ts';
import { adviseOnRollback } from './rollback-advice.ts';
import type { ConsoleContext } from './console-context.ts';
import { operation } from './operation.ts';
import { lookAtRun, waitingStep, withRunSession, type AnyRunSession } from './run-session.ts';
import { findRuns, viewOf } from './run-view.ts';

/** How long a host shows a revealed secret before it hides it again. */
const REVEAL_SECONDS = 60;

export const runsOperations = [
  operation(listRuns, (ctx, { states, tenantId, limit }) =>
    Promise.resolve(
      findRuns(ctx, {
        limit,
        ...(tenantId !== undefined && { tenantId }),
        ...(states !== undefined && { states }),
      }),
    ),
  ),

  operation(showRun, (ctx, { runId }) => Promise.resolve(viewOf(ctx, runId))),

  operation(promptRun, (ctx, { runId }) => lookAtRun(ctx, runId, waitingPrompt)),

  operation(resumeRun, (ctx, { runId, answer }) => advance(ctx, runId, answer)),

  operation(planRollback, (ctx, { runId }) =>
    lookAtRun(ctx, runId, async (session) => ({
      ...adviseOnRollback(ctx, runId),
      steps: [...(await planUndo(session))],
    })),
  ),

  operation(rollbackRun, async (ctx, { runId, reason }) => {
    refuseClosed(ctx, runId, ['rolled-back', 'abandoned']);
    return withRunSession(ctx, runId, async (session) => {
      refuseClosed(ctx, runId, ['rolled-back', 'abandoned']);
      await undoRun(session, reason);
      await ctx.ledger.anchor();
      return viewOf(ctx, runId, false);
    });
  }),

  operation(revealSecret, (ctx, { runId, stepId }) =>
    withRunSession(ctx, runId, async (session) => {
      const secret = await secretOf(session, stepId);
      const { tenantId } = session;
      await ctx.ledger.append({ type: 'secret.revealed', runId, tenantId, data: { step: stepId } });
      return { secret: secret.reveal(), shownForSeconds: REVEAL_SECONDS };
    }),
  ),
];

/** What is answered in place of a person, to the run as it waits; undefined where a person has to. */
export type StandIn = (waiting: RunView) => StepAnswer | undefined;

const nobody: StandIn = () => undefined;

/**
 * Goes on with a run until it stops; answers with where it stands, and with its prompt when it waits for somebody. A failure after
 * which the run took itself back is thrown, for every host to show.
 */
export async function advance(
  ctx: ConsoleContext,
  runId: string,
  answer?: StepAnswer,
  standIn = nobody,
): Promise<RunView> {
  refuseClosed(ctx, runId, closedRunStates);
  return withRunSession(ctx, runId, async (session) => {
    refuseClosed(ctx, runId, closedRunStates);
    let run = await goOn(ctx, session, answer);
    for (let next = standInFor(run, standIn); next !== undefined; next = standInFor(run, standIn))
      run = await goOn(ctx, session, next);
    await ctx.ledger.anchor();
    return run;
  });
}

function standInFor(run: RunView, standIn: StandIn): StepAnswer | undefined {
  const answer = run.state === 'waiting' ? standIn(run) : undefined;
  const plan = digestedPlan.safeParse(run.prompt?.data).data;
  return answer && { ...answer, ...(plan && { plan }) };
}

async function goOn(
  ctx: ConsoleContext,
  session: AnyRunSession,
  answer: StepAnswer | undefined,
): Promise<RunView> {
  if (recordOf(session).phase === 'rolling-back') await undoRun(session);
  else await goForward(session, answer);
  const undone = await undoByItself(session);
  if (undone !== undefined) {
    await ctx.ledger.anchor();
    throw undone;
  }
  const view = viewRun(recordOf(session), session.runbook, false);
  return view.state === 'waiting' ? { ...view, prompt: await waitingPrompt(session) } : view;
}

async function goForward(session: AnyRunSession, answer: StepAnswer | undefined): Promise<void> {
  if (answer !== undefined && !isAwaited(session, answer))
    throw new OperatorError('E_ANSWER_NOT_AWAITED', { details: { stepId: answer.stepId } });
  await executeRun(session, answer);
}

/** A person's step that the run has come to and not got past; one that failed may be answered again at once. */
function isAwaited({ runbook, ...session }: AnyRunSession, { stepId }: StepAnswer): boolean {
  const { standing } = stepRecord(recordOf(session), stepId);
  const isHuman = runbook.steps.some(({ id, kind }) => id === stepId && kind !== 'automatic');
  return isHuman && standing !== 'done' && standing !== 'not-run';
}

/** Asked before the tenant's lock is taken, to answer at once, and again under it: another process may have ended the run. */
function refuseClosed(ctx: ConsoleContext, runId: string, closed: readonly string[]): void {
  const { phase: state } = findRun({ log: ctx.ledger }, runId);
  if (closed.includes(state)) throw new OperatorError('E_RUN_CLOSED', { details: { runId, state } });
}

/** What the step has to pass on by hand: the password while it waits, a link once it is done. */
async function secretOf(session: AnyRunSession, stepId: string): Promise<Secret> {
  const step = session.runbook.steps.find(({ id }) => id === stepId);
  const { standing } = stepRecord(recordOf(session), stepId);
  const isReady = standing === 'waiting' || standing === 'done';
  const canReveal = step !== undefined && step.kind !== 'automatic' && isReady;
  const secret = canReveal ? await step.reveal?.(openContext(session, step).ctx) : undefined;
  if (secret === undefined) throw new OperatorError('E_NOTHING_TO_REVEAL', { details: { stepId } });
  return secret;
}

const waitingPrompt = (session: AnyRunSession) => promptOf(session, waitingStep(session));
