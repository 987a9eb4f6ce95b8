import { z } from 'zod';
import { ledgerEntry } from './ledger.contract.ts';

/**
 * How many entries of the ledger a listener has seen after an event: the place in the stream. It is the ledger's own count, so it
 * outlives the host: whoever reconnects says the last one and hears what was missed.
 */
const seq = z.int().min(0);

/** What the console pushes to its screens; the one stream (DESIGN §1). */
export const consoleEvent = z.discriminatedUnion('kind', [
  /** Something was recorded. */
  z.strictObject({ seq, kind: z.literal('entry'), entry: ledgerEntry }),
  /** How far a step, or the verification of the ledger, has come. Shown and forgotten: it is never replayed and does not move `seq`. */
  z.strictObject({
    seq,
    kind: z.literal('progress'),
    progress: z.strictObject({
      runId: z.string(),
      stepId: z.string(),
      done: z.number(),
      of: z.number(),
      unit: z.string(),
    }),
  }),
  /** More was missed than is replayed, or the ledger is another one: read everything anew, then go on from `seq`. */
  z.strictObject({ seq, kind: z.literal('lagged') }),
]);
/** Under these names the verification of the ledger tells how far it has come: it is no step of a run. */
export const ledgerVerification = { runId: 'ledger', stepId: 'ledger.verify' } as const;

export type ConsoleEvent = z.infer<typeof consoleEvent>;
