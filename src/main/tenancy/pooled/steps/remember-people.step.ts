import { z } from 'zod';
import { automaticStep, type Observed } from '../../../engine/step.ts';
import { ValueSearch } from '../../../privacy/value-search.ts';
import { readKnownValues } from '../known-people.ts';
import type { ErasureContext } from '../offboard-context.ts';
import { pageRows } from '../statements/page-rows.statements.ts';

const receipt = z.object({ values: z.int(), tooShortToSearch: z.int() });
type Receipt = z.infer<typeof receipt>;

/**
 * Remembers, sealed on this workstation, what the tenant's people are known by: after they are anonymised nobody could say any
 * more what to look for. What is remembered goes when the gate has passed.
 */
export const rememberPeople = automaticStep({
  id: 'pooled.remember-people',
  title: 'Remember what to look for',
  about:
    'Keeps the names, e-mails and numbers of the tenant’s people, sealed, so that the last look can search for exactly these.',
  receipt,
  observe: async ({ ports, run }: ErasureContext): Promise<Observed<Receipt>> => {
    const values = await ports.knownValues.load(run.runId);
    return values === undefined ? { state: 'absent' } : { state: 'present', receipt: receiptOf(values) };
  },
  plan: () => [
    {
      verb: 'read',
      object: 'people of the tenant',
      count: pageRows.size,
      statements: [...pageRows.values()].map(({ name }) => name),
    },
  ],
  undo: {
    says: 'Forget what was remembered',
    run: ({ ports, run }: ErasureContext) => ports.knownValues.remove(run.runId),
  },
  apply: async (ctx: ErasureContext) => {
    const values = await readKnownValues(ctx);
    await ctx.ports.knownValues.save(ctx.run.runId, values);
    return receiptOf(values);
  },
});

const receiptOf = (values: readonly string[]): Receipt => ({
  values: values.length,
  tooShortToSearch: new ValueSearch(values).tooShort,
});
