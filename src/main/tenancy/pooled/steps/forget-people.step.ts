import { z } from 'zod';
import { automaticStep, type Observed } from '../../../engine/step.ts';
import type { ErasureContext } from '../offboard-context.ts';
import { findResidue } from './find-residue.step.ts';

const receipt = z.object({});

/** Forgets what was remembered of the people, because the gate has passed. */
export const forgetPeople = automaticStep({
  id: 'pooled.forget-people',
  title: 'Forget what was looked for',
  receipt,
  observe: (): Promise<Observed<z.infer<typeof receipt>>> => Promise.resolve({ state: 'absent' }),
  plan: () => [{ verb: 'delete', object: 'remembered values', count: 1, statements: [] }],
  undo: { none: 'what is forgotten stays forgotten' },
  apply: async (ctx: ErasureContext) => {
    ctx.receiptOf(findResidue);
    await ctx.ports.knownValues.remove(ctx.run.runId);
    return {};
  },
});
