import { z } from 'zod';
import { connectionName } from '../model/connection.ts';
import { jsonObject } from '../model/json.ts';
import { digestedPlan } from '../model/plan.ts';
import { roles } from '../model/role.ts';
import { runStates, runSummary, runView } from '../model/run.ts';
import { prompt, stepKinds } from '../model/step.ts';
import { undoPlan } from '../model/undo-plan.ts';
import { defineCall } from './call.ts';

const runId = z.string().regex(/^run_[0-9A-HJKMNP-TV-Z]{26}$/, 'the id of a run');

const provisioning = z.strictObject({
  connection: connectionName,
  /** Checked against the intake of the connection's tenancy model. */
  intake: jsonObject,
});

/** What a run of this intake would do; opens nothing and records nothing. */
export const previewProvisioning = defineCall({
  name: 'provision.preview',
  input: provisioning,
  output: digestedPlan,
  roles: ['superadmin'],
});

/** Past the ordinary way, in an emergency: who calls, by the operating system, and why. Both are sealed. */
const breakGlass = z.strictObject({
  osUser: z.string().min(1).max(120),
  reason: z.string().trim().min(10).max(500),
});

/**
 * Opens a run and goes on with it until it waits, fails or is complete. A break-glass is not over before somebody else has signed
 * that they looked at it.
 */
export const startProvisioning = defineCall({
  name: 'provision.start',
  input: provisioning.extend({ breakGlass: breakGlass.exactOptional() }),
  output: runView,
  roles: ['superadmin'],
});

/** The form of the intake: JSON Schema of the connection's tenancy model, and what comes after it. */
export const describeIntake = defineCall({
  name: 'provision.describe',
  input: z.strictObject({ connection: connectionName }),
  output: z.strictObject({
    model: z.string(),
    title: z.string(),
    schema: jsonObject,
    /** The steps of the run, in their order. */
    steps: z.array(z.strictObject({ title: z.string(), kind: z.enum(stepKinds) })),
    /** Whether `servers.list` says where the tenant would go. */
    placed: z.boolean(),
  }),
  roles: ['superadmin'],
});

/** Newest first. */
export const listRuns = defineCall({
  name: 'runs.list',
  input: z.strictObject({
    states: z.array(z.enum(runStates)).exactOptional(),
    tenantId: z.string().exactOptional(),
    limit: z.int().min(1).max(1000).default(50),
  }),
  output: z.array(runSummary),
  roles,
});

/** A run with its steps, by the log alone: no connection is opened. */
export const showRun = defineCall({
  name: 'runs.show',
  input: z.strictObject({ runId }),
  output: runView,
  roles,
});

/** What a waiting run asks. `E_ANSWER_NOT_AWAITED` when it does not wait. */
export const promptRun = defineCall({
  name: 'runs.prompt',
  input: z.strictObject({ runId }),
  output: prompt,
  roles: ['superadmin'],
});

/** Goes on from where the run stopped, with a person's answer where it waits for one. */
export const resumeRun = defineCall({
  name: 'runs.resume',
  input: z.strictObject({
    runId,
    answer: z.strictObject({ stepId: z.string(), value: jsonObject }).exactOptional(),
  }),
  output: runView,
  roles: ['superadmin'],
});

/** What a rollback would take back, with the proof that each effect is ours, and what is right for the tenant. Changes nothing. */
export const planRollback = defineCall({
  name: 'runs.plan-rollback',
  input: z.strictObject({ runId }),
  output: undoPlan,
  roles: ['superadmin'],
});

/** Takes back what the run did. `reason` is sealed with the entry. */
export const rollbackRun = defineCall({
  name: 'runs.rollback',
  input: z.strictObject({ runId, reason: z.string().trim().min(3).max(500) }),
  output: runView,
  roles: ['superadmin'],
});

/** The secret that the operator reads out while the run waits for the hand-over. Recorded; shown once. */
export const revealSecret = defineCall({
  name: 'runs.reveal',
  input: z.strictObject({ runId, stepId: z.string() }),
  output: z.strictObject({ secret: z.string(), shownForSeconds: z.int() }),
  roles: ['superadmin'],
});
