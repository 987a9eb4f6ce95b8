import { z } from 'zod';
import type { Json } from '../../../../shared/model/json.ts';
import { OperatorError } from '../../../../shared/errors/operator-error.ts';
import { automaticStep, type Observed } from '../../../engine/step.ts';
import { scrubJson, scrubText } from '../../../privacy/scrub.ts';
import { ValueSearch } from '../../../privacy/value-search.ts';
import { rememberedValues } from '../known-people.ts';
import type { ErasureContext } from '../offboard-context.ts';
import { scrubRows } from '../statements/anonymise.statements.ts';
import type { PageRow } from '../statements/page-rows.statements.ts';
import { isJson, scrubbable, tenantTables, type TenantColumn, type TenantTable } from '../tenant-columns.ts';
import { tenantPages } from '../tenant-pages.ts';

const receipt = z.object({
  tables: z.array(z.object({ name: z.string(), read: z.int(), changed: z.int() })),
});
type Receipt = z.infer<typeof receipt>;

/**
 * Takes what is known of the tenant's people out of free text, JSON and the audit trail, page by page. What is clean already is
 * not written, so it can be cut off and begun again. Errors: `E_ANONYMISE_NOTHING_TOUCHED`, `E_KNOWN_VALUES_LOST`.
 */
export const scrubTexts = automaticStep({
  id: 'pooled.scrub-texts',
  title: 'Take people out of free text, JSON and the audit trail',
  about: 'Takes people out of where nobody expects them: free text, JSON, the audit trail.',
  receipt,
  observe: (): Promise<Observed<Receipt>> => Promise.resolve({ state: 'absent' }),
  plan: () =>
    [...scrubRows].map(([entity, { name }]) => ({
      verb: 'update',
      object: entity,
      count: 1,
      statements: [name],
    })),
  undo: { none: 'what was taken out is in the export alone' },
  apply: async (ctx: ErasureContext) => {
    const search = new ValueSearch(await rememberedValues(ctx));
    const tables: Receipt['tables'] = [];
    for (const table of await tenantTables(ctx.ports.database, ctx.input.classified)) {
      if (scrubbable(table).length === 0) continue;
      tables.push({ name: table.name, ...(await scrubTable(ctx, table, search)) });
    }
    return { tables };
  },
});

async function scrubTable(ctx: ErasureContext, table: TenantTable, search: ValueSearch) {
  const columns = scrubbable(table);
  const names = columns.map(({ column }) => column);
  let [read, changed] = [0, 0];
  for await (const rows of tenantPages(ctx.ports.database, ctx.run.tenantId, table, names, ctx.signal)) {
    const dirty = rows.flatMap((row) => scrubbedRow(columns, row, search) ?? []);
    await writeRows(ctx, table, columns, dirty);
    [read, changed] = [read + rows.length, changed + dirty.length];
    ctx.progress(read, read, `rows of ${table.name}`);
  }
  return { read, changed };
}

/** The row with its texts scrubbed; undefined when there was nothing in them. */
function scrubbedRow(
  columns: readonly TenantColumn[],
  { id, values }: PageRow,
  search: ValueSearch,
): PageRow | undefined {
  const fresh = columns.map(({ type }, at) => scrubbedValue(type, values[at] ?? null, search));
  return fresh.every((value, at) => value === values[at]) ? undefined : { id, values: fresh };
}

function scrubbedValue(type: string, value: string | null, search: ValueSearch): string | null {
  if (value === null) return null;
  if (!isJson(type)) return scrubText(search, value);
  const json = JSON.parse(value) as Json;
  const scrubbed = JSON.stringify(scrubJson(search, json));
  return scrubbed === JSON.stringify(json) ? value : scrubbed;
}

async function writeRows(
  { ports, signal }: ErasureContext,
  { of, name, columns: all }: TenantTable,
  columns: readonly TenantColumn[],
  rows: readonly PageRow[],
): Promise<void> {
  const statement = scrubRows.get(of.entity);
  if (rows.length === 0 || statement === undefined) return;
  const idColumn = ports.database.map.tables[of.table]?.columns['id'];
  const idType = all.find(({ column }) => column === idColumn)?.type ?? 'text';
  const named = columns.map(({ column, type }) => ({ name: column, type }));
  const touched = await ports.database.write((tx) => tx.run(statement, { columns: named, idType, rows }), {
    signal,
  });
  if (touched.length !== rows.length)
    throw new OperatorError('E_ANONYMISE_NOTHING_TOUCHED', {
      details: { table: name, planned: rows.length, touched: touched.length },
    });
}
