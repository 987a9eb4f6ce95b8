import { z } from 'zod';
import { automaticStep, type Observed } from '../../../engine/step.ts';
import type { OffboardContext } from '../offboard-context.ts';
import { findResidue } from './find-residue.step.ts';

const receipt = z.object({
  startedAt: z.string(),
  /** Days on which what is kept falls due (N7): `YYYY-MM-DD`. */
  operationalLogsUntil: z.string(),
  securityEventsUntil: z.string(),
  schemeRecordsUntil: z.string(),
});
type Receipt = z.infer<typeof receipt>;

const OPERATIONAL_DAYS = 30;
const SECURITY_DAYS = 90;
const RECORD_YEARS = 7;

/**
 * Starts the clock of what the law keeps: operational logs 30 days, security events 90 days, records of schemes seven years (N7).
 * What was remembered of the people is forgotten here, because the gate has passed.
 */
export const startRetention = automaticStep({
  id: 'pooled.start-retention',
  title: 'Start the retention clock and forget what was looked for',
  about:
    'Compliance records stay for seven years from here. What was remembered for the search is destroyed.',
  receipt,
  observe: (): Promise<Observed<Receipt>> => Promise.resolve({ state: 'absent' }),
  plan: () => [{ verb: 'delete', object: 'remembered values', count: 1, statements: [] }],
  undo: { none: 'a date is no effect' },
  apply: async (ctx: OffboardContext) => {
    ctx.receiptOf(findResidue);
    await ctx.ports.knownValues.remove(ctx.run.runId);
    const now = ctx.clock.now();
    return {
      startedAt: now.toISOString(),
      operationalLogsUntil: dayAfter(now, 0, OPERATIONAL_DAYS),
      securityEventsUntil: dayAfter(now, 0, SECURITY_DAYS),
      schemeRecordsUntil: dayAfter(now, RECORD_YEARS, 0),
    };
  },
});

/** 29 February falls on 1 March in a year without one: never a day too early. */
const dayAfter = (from: Date, years: number, days: number): string =>
  new Date(Date.UTC(from.getUTCFullYear() + years, from.getUTCMonth(), from.getUTCDate() + days))
    .toISOString()
    .slice(0, 10);
