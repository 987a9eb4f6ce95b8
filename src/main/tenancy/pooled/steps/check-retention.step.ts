import { z } from 'zod';
import { automaticStep, type Observed } from '../../../engine/step.ts';
import { countEverything, hindranceTo, type PurgeContext } from '../purge-context.ts';
import { countAllRows } from '../statements/purge-rows.statements.ts';

const receipt = z.object({ rows: z.record(z.string(), z.int()) });

/** Makes sure that the law lets go: the retention is over and nobody holds the tenant. Counts what there is. */
export const checkRetention = automaticStep({
  id: 'pooled.check-retention',
  title: 'Make sure that nothing has to be kept any more',
  receipt,
  observe: (ctx: PurgeContext): Promise<Observed<z.infer<typeof receipt>>> => {
    const error = hindranceTo(ctx);
    return Promise.resolve(error === undefined ? { state: 'absent' } : { state: 'blocked', error });
  },
  plan: () => [
    {
      verb: 'read',
      object: 'rows of the tenant',
      count: countAllRows.size,
      statements: [...countAllRows.values()].map(({ name }) => name),
    },
  ],
  undo: { none: 'a look changes nothing' },
  apply: async (ctx: PurgeContext) => ({ rows: await countEverything(ctx) }),
});
