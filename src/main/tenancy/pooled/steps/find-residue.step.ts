import { z } from 'zod';
import { OperatorError } from '../../../../shared/errors/operator-error.ts';
import { automaticStep, type Observed } from '../../../engine/step.ts';
import { ResidueSearch } from '../../../privacy/residue-search.ts';
import { rememberedValues } from '../known-people.ts';
import type { ErasureContext } from '../offboard-context.ts';
import { measureGroups } from '../statements/measure-groups.statements.ts';
import { searchRows } from '../statements/export.statements.ts';
import { searchable, tenantTables, type TenantTable } from '../tenant-columns.ts';

const receipt = z.object({
  tables: z.array(z.object({ name: z.string(), rows: z.int(), found: z.int() })),
  /** What is kept of members is pseudonymised: a group of one could still be somebody. */
  reidentification: z.object({ groups: z.int(), smallest: z.int(), below: z.int() }),
});
type Receipt = z.infer<typeof receipt>;

/**
 * The gate: searches every value that was remembered in every text and JSON column of every table of the tenant, the audit
 * trail and the places of files among them, however it is written (L11). Errors: `E_RESIDUAL_PERSONAL_DATA` with a count per column,
 * `E_KNOWN_VALUES_LOST`.
 */
export const findResidue = automaticStep({
  id: 'pooled.find-residue',
  title: 'Prove that nothing of the tenant’s people is left',
  about:
    'Searches the whole database and what is left in the file store for every remembered value. One hit stops the run.',
  receipt,
  observe: (): Promise<Observed<Receipt>> => Promise.resolve({ state: 'absent' }),
  plan: () => [
    {
      verb: 'read',
      object: 'every text of the tenant',
      count: searchRows.size,
      statements: [...searchRows.values()].map(({ name }) => name),
    },
  ],
  undo: { none: 'a look changes nothing' },
  apply: async (ctx: ErasureContext) => {
    const search = new ResidueSearch(await rememberedValues(ctx));
    const tables: Receipt['tables'] = [];
    const left: Record<string, number> = {};
    for (const table of await tenantTables(ctx.ports.database, ctx.input.classified)) {
      const { rows, found } = await searchTable(ctx, table, search);
      tables.push({
        name: table.name,
        rows,
        found: Object.values(found).reduce((sum, each) => sum + each, 0),
      });
      for (const [column, count] of Object.entries(found)) left[`${table.name}.${column}`] = count;
    }
    if (Object.keys(left).length > 0) throw new OperatorError('E_RESIDUAL_PERSONAL_DATA', { details: left });
    const { tenantId } = ctx.run;
    const [groups] = await ctx.ports.database.read((tx) => tx.run(measureGroups, { tenantId }));
    return { tables, reidentification: groups ?? { groups: 0, smallest: 0, below: 0 } };
  },
});

async function searchTable(
  { ports, run, signal, progress }: ErasureContext,
  table: TenantTable,
  search: ResidueSearch,
) {
  const columns = searchable(table).map(({ column }) => column);
  const statement = searchRows.get(table.of.entity);
  const counts = columns.map(() => 0);
  let rows = 0;
  if (columns.length > 0 && statement !== undefined)
    await ports.database.read(
      async (tx) => {
        for await (const packed of tx.stream(statement, { tenantId: run.tenantId, columns })) {
          rows += search.count(packed, counts);
          progress(rows, rows, `rows of ${table.name}`);
        }
      },
      { signal },
    );
  const found = columns.flatMap((column, at) => ((counts[at] ?? 0) > 0 ? [[column, counts[at] ?? 0]] : []));
  return { rows, found: Object.fromEntries(found) as Record<string, number> };
}
