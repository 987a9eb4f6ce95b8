import { createHash } from 'node:crypto';
import canonicalize from 'canonicalize';
import type { DigestedPlan, Effect, Plan, PlannedStep } from '../../shared/model/plan.ts';
import { commitTo } from './input-commitment.ts';
import type { RunSession } from './run-session.ts';
import { MissingReceipt, openContext } from './step-context.ts';
import type { AnyStep, StepContext } from './step.ts';

/** Completes a session with the way to plan it. */
export const withPlan = <Input, Ports>(
  session: Omit<RunSession<Input, Ports>, 'plan'>,
): RunSession<Input, Ports> => {
  const complete: RunSession<Input, Ports> = { ...session, plan: () => makePlan(complete) };
  return complete;
};

/**
 * Plans a run without any side effect: what each step would find and do, from the intake and from what the outside world
 * shows now. Two plans of one state are equal to the byte, so a different digest means that something changed.
 */
async function makePlan<Input, Ports>(session: RunSession<Input, Ports>): Promise<DigestedPlan> {
  const steps: PlannedStep[] = [];
  for (const step of session.runbook.steps) steps.push(await planStep(session, step));
  const plan: Plan = {
    format: 'tenant-console.plan/v1',
    runbook: session.runbook.id,
    version: session.runbook.version,
    tenantId: session.tenantId,
    connection: session.connection,
    environment: session.environment,
    inputCommitment: commitTo(session.input, session.salt),
    steps,
    blastRadius: blastRadius(steps.flatMap((step) => step.effects)),
  };
  return { plan, digest: digestOf(plan) };
}

/** SHA-256 over the RFC 8785 form, lower-case hex. */
export function digestOf(plan: Plan): string {
  return createHash('sha256')
    .update(canonicalize(plan) ?? '')
    .digest('hex');
}

async function planStep<Input, Ports>(
  session: RunSession<Input, Ports>,
  step: AnyStep<Input, Ports>,
): Promise<PlannedStep> {
  const { ctx } = openContext(session, step);
  return {
    id: step.id,
    title: step.title,
    kind: step.kind,
    ...(step.kind === 'automatic' ? await look(step, ctx) : { observed: 'unknown' }),
    effects: [...step.plan(ctx)],
    undo: 'none' in step.undo ? `Nothing: ${step.undo.none}` : step.undo.says,
  };
}

/** A step that looks at what earlier steps leave cannot be observed before they ran. */
async function look<Input, Ports>(
  step: AnyStep<Input, Ports>,
  ctx: StepContext<Input, Ports>,
): Promise<Pick<PlannedStep, 'observed' | 'code'>> {
  try {
    const seen = await step.observe(ctx);
    return seen.state === 'blocked'
      ? { observed: 'blocked', code: seen.error.code }
      : { observed: seen.state };
  } catch (error) {
    if (error instanceof MissingReceipt) return { observed: 'unknown' };
    throw error;
  }
}

function blastRadius(effects: readonly Effect[]): Plan['blastRadius'] {
  const totals = new Map<string, { object: string; verb: string; count: number }>();
  for (const { verb, object, count } of effects) {
    const key = `${object}\n${verb}`;
    totals.set(key, { object, verb, count: count + (totals.get(key)?.count ?? 0) });
  }
  return [...totals.entries()].sort(([a], [b]) => (a < b ? -1 : 1)).map(([, total]) => total);
}
