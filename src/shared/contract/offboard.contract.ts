import { z } from 'zod';
import { connectionName } from '../model/connection.ts';
import { jsonObject } from '../model/json.ts';
import { digestedPlan } from '../model/plan.ts';
import { runView } from '../model/run.ts';
import { defineCall } from './call.ts';

const offboarding = z.strictObject({
  connection: connectionName,
  /** Checked against what the connection's tenancy model asks. */
  input: jsonObject,
});

/** The form of what off-boarding asks: JSON Schema of the connection's tenancy model. */
export const describeOffboarding = defineCall({
  name: 'offboard.describe',
  input: z.strictObject({ connection: connectionName }),
  output: z.strictObject({ title: z.string(), schema: jsonObject }),
  roles: ['superadmin', 'dpo'],
});

const unclassified = z.strictObject({
  /** `table.column` */
  column: z.string(),
  type: z.string(),
  /** What it may hold, by its name or by a sample of its content; left out when nothing speaks for it. */
  guess: z.strictObject({ holds: z.string(), by: z.enum(['name', 'content']) }).exactOptional(),
});

/** Columns of which nobody has said whose data they hold, with a guess for whoever decides. */
export const classifyOffboarding = defineCall({
  name: 'offboard.classify',
  input: z.strictObject({ connection: connectionName, tenantId: z.string().min(1) }),
  output: z.array(unclassified),
  roles: ['superadmin', 'dpo'],
});

/** What an off-boarding would do; opens nothing and records nothing. */
export const previewOffboarding = defineCall({
  name: 'offboard.preview',
  input: offboarding,
  output: digestedPlan,
  roles: ['superadmin', 'dpo'],
});

/** Opens a run and goes on with it until it waits: for the receipt of the export first, then for two signatures. */
export const startOffboarding = defineCall({
  name: 'offboard.start',
  input: offboarding,
  output: runView,
  roles: ['superadmin'],
});
