import { isStop } from '../../shared/errors/is-stop.ts';
import { hasCode, isOperatorError, OperatorError } from '../../shared/errors/operator-error.ts';
import type { JsonObject } from '../../shared/model/json.ts';
import { stepRecord, type StepRecord } from './fold-run.ts';
import { parseAnswer, type StepAnswer } from './answer.ts';
import { reach, recordEvent, recordOf, type RunScope, type RunSession } from './run-session.ts';
import { openContext } from './step-context.ts';
import type { AnyStep, Observed } from './step.ts';

/** Whether the run goes on to the next step, or stops here for a person, a failure or a doubt. */
type Course = 'on' | 'stop';

/**
 * Takes the run forward from where its log ends, until it is completed or has to stop. Every step is observed before it is
 * applied, its intent is durable before its effect, and a doubt is only ever ended by an observation (L3).
 *
 * Never throws for what a step met: that is in the log. Throws when the log itself cannot be written.
 */
export async function executeRun<Input, Ports>(
  session: RunSession<Input, Ports>,
  answer?: StepAnswer,
): Promise<void> {
  for (const step of session.runbook.steps) {
    const before = stepRecord(recordOf(session), step.id);
    if (before.standing === 'done') continue;
    reach(session, 'engine.between-steps', step.id);
    if ((await executeStep(session, step, before, answer)) === 'stop') return;
  }
  await recordEvent(session, 'run.completed', {});
}

async function executeStep<Input, Ports>(
  session: RunSession<Input, Ports>,
  step: AnyStep<Input, Ports>,
  before: StepRecord,
  answer: StepAnswer | undefined,
): Promise<Course> {
  if (before.standing === 'intended') await recordDoubt(session, step.id, new OperatorError('E_INTERRUPTED'));
  const doubtful = before.standing === 'intended' || before.standing === 'in-doubt';
  const course = await settleByObserving(session, step, doubtful);
  if (course !== 'absent') return course;
  if (step.kind === 'automatic') return applyStep(session, step, (ctx) => step.apply(ctx));
  if (answer?.stepId !== step.id) return awaitAnswer(session, step.id, before);
  const value = parseAnswer(step, answer);
  if (step.ready !== undefined) {
    await awaitAnswer(session, step.id, before);
    await step.ready(openContext(session, step).ctx);
  }
  const { plan } = answer;
  return applyStep(session, step, (ctx) =>
    step.apply(plan === undefined ? ctx : { ...ctx, plan: () => Promise.resolve(plan) }, value),
  );
}

/** Looks before anything is done. A look that fails ends no doubt. */
async function settleByObserving<Input, Ports>(
  session: RunSession<Input, Ports>,
  step: AnyStep<Input, Ports>,
  doubtful: boolean,
): Promise<Course | 'absent'> {
  const { ctx, sealed } = openContext(session, step);
  const since = session.deps.clock.monotonicMs();
  const elapsed = () => Math.round(session.deps.clock.monotonicMs() - since);
  let seen: Observed<JsonObject>;
  try {
    reach(session, 'engine.before-observe', step.id);
    seen = await step.observe(ctx);
    reach(session, 'engine.after-observe', step.id);
  } catch (error) {
    const known = asOperatorError(session, error);
    if (doubtful) await recordDoubt(session, step.id, known);
    else await recordFailure(session, step.id, known, elapsed());
    if (hasCode(known, 'E_UNEXPECTED')) throw error;
    return 'stop';
  }
  switch (seen.state) {
    case 'present':
      await recordEvent(
        session,
        'step.done',
        {
          step: step.id,
          how: 'observed',
          ms: elapsed(),
          receipt: step.receipt.parse(seen.receipt) as JsonObject,
        },
        sealed(),
      );
      return 'on';
    case 'absent':
      if (doubtful) await recordEvent(session, 'step.observed', { step: step.id, state: 'absent' });
      return 'absent';
    case 'foreign':
      await recordFailure(session, step.id, new OperatorError('E_FOREIGN_OBJECT'), elapsed());
      return 'stop';
    case 'blocked':
      await recordFailure(session, step.id, seen.error, elapsed());
      return 'stop';
  }
}

async function applyStep<Input, Ports>(
  session: RunSession<Input, Ports>,
  step: AnyStep<Input, Ports>,
  apply: (ctx: ReturnType<typeof openContext<Input, Ports>>['ctx']) => Promise<JsonObject>,
): Promise<Course> {
  const { ctx, sealed } = openContext(session, step);
  await recordEvent(session, 'step.intended', { step: step.id });
  const since = session.deps.clock.monotonicMs();
  const elapsed = () => Math.round(session.deps.clock.monotonicMs() - since);
  let receipt: JsonObject;
  try {
    reach(session, 'engine.before-apply', step.id);
    receipt = step.receipt.parse(await apply(ctx)) as JsonObject;
    reach(session, 'engine.after-apply', step.id);
  } catch (error) {
    return settleFailure(session, step, error, elapsed());
  }
  await recordEvent(
    session,
    'step.done',
    { step: step.id, how: 'applied', ms: elapsed(), receipt },
    sealed(),
  );
  return 'on';
}

/** An expected failure says whether it leaves a doubt; a defect always does. */
async function settleFailure<Input, Ports>(
  session: RunSession<Input, Ports>,
  step: AnyStep<Input, Ports>,
  error: unknown,
  ms: number,
): Promise<Course> {
  const known = asOperatorError(session, error);
  if (isOperatorError(error) && !error.doubtful) {
    await recordFailure(session, step.id, error, ms);
    return 'stop';
  }
  await recordDoubt(session, step.id, known);
  // A defect must not look like an outcome: the log says that it happened, and it goes on up.
  if (hasCode(known, 'E_UNEXPECTED')) throw error;
  return settleDoubt(session, step, known, ms);
}

/** Right after a doubt arose: what is seen now ends it; an effect that is not there is a failure and can be tried again. */
async function settleDoubt<Input, Ports>(
  session: RunSession<Input, Ports>,
  step: AnyStep<Input, Ports>,
  error: OperatorError,
  ms: number,
): Promise<Course> {
  const course = await settleByObserving(session, step, true);
  if (course !== 'absent') return course;
  await recordFailure(session, step.id, error, ms);
  return 'stop';
}

async function awaitAnswer(session: RunScope, stepId: string, before: StepRecord): Promise<Course> {
  if (before.standing !== 'waiting') await recordEvent(session, 'step.waiting', { step: stepId });
  return 'stop';
}

const recordFailure = (session: RunScope, step: string, error: OperatorError, ms: number) =>
  recordEvent(session, 'step.failed', {
    step,
    code: error.code,
    note: error.message,
    ms,
    details: error.details,
  });

const recordDoubt = (session: RunScope, step: string, error: OperatorError) =>
  recordEvent(session, 'step.in-doubt', { step, code: error.code, note: error.message });

function asOperatorError<Input, Ports>(
  { signal }: Pick<RunSession<Input, Ports>, 'signal'>,
  error: unknown,
): OperatorError {
  if (isOperatorError(error)) return error;
  return new OperatorError(isStop(signal, error) ? 'E_CANCELLED' : 'E_UNEXPECTED', { cause: error });
}
