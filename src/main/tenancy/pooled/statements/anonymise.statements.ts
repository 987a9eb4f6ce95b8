import { sql, type RawBuilder } from 'kysely';
import type { Statement } from '../../../ports/database.port.ts';
import { ERASED } from '../../../privacy/scrub.ts';
import { pooledClassification } from '../classification.ts';
import type { PooledSchema } from '../schema.ts';
import { within, type KeyRange } from './key-range.statements.ts';
import { liveColumn, liveTable, own, ownedTables, ownRows, type OfTenant } from './own-rows.ts';
import type { Descent } from './ownership.statements.ts';

/** Rows of one transaction: locks are held for as long as so many rows take, and no longer. */
export const BATCH_ROWS = 2_000;

/** What a live column is set to. */
export type Target = {
  readonly column: string;
  readonly to: 'null' | 'empty' | 'first-day' | 'erased' | 'from-key';
  /** The column may be written and not read: it is set along with the others. */
  readonly unread?: boolean;
};

export type BatchWanted = OfTenant & {
  readonly targets: readonly Target[];
  readonly range: KeyRange;
};

/** `planned` rows were picked because they differ from what they should be, `touched` are the ones that were written. */
export type BatchDone = { readonly planned: number; readonly touched: number; readonly last: string | null };

/** Personal columns of a table by what the classification says of them. */
const personal = (of: Descent, ...strategies: readonly string[]): readonly string[] =>
  Object.entries(pooledClassification[of.table])
    .filter(([, { strategy }]) => strategies.includes(strategy))
    .map(([column]) => column);

const valueOf = ({ to }: Target, id: RawBuilder<unknown>): RawBuilder<unknown> => {
  switch (to) {
    case 'null':
      return sql`null`;
    case 'empty':
      return sql.lit('');
    case 'first-day':
      return sql`date '1900-01-01'`;
    case 'erased':
      return sql.lit(ERASED);
    case 'from-key':
      return sql`${sql.lit('erased-')} || ${id}::text || ${sql.lit('@erased.invalid')}`;
  }
};

/**
 * Sets the personal columns of the next rows that still differ. What is done already is not picked, so it can be cut off and
 * begun again anywhere; the count of rows that were really written is the database's own.
 */
const anonymiseOf = (of: Descent): Statement<PooledSchema, BatchWanted, BatchDone> => ({
  name: `pooled.anonymise-${of.entity.replaceAll('_', '-')}`,
  purpose: `Take personal data out of the ${of.entity} of a tenant, a bounded batch at a time`,
  rowCap: 1,
  timeoutMs: 60_000,
  needs: [
    { table: of.table, verb: 'UPDATE', columns: personal(of, 'clear', 'fixed', 'from-key') },
    ...of.parents.map(({ table }) => ({ table, verb: 'SELECT' as const })),
  ],
  sample: { tenantId: 'brk_sample', range: {}, targets: [{ column: 'id', to: 'erased' }] },
  build: (db, { tenantId, targets, range }, map) => {
    const id = sql.id(liveColumn(map, of.table, 'id'));
    const ownId = own(liveColumn(map, of.table, 'id'));
    const differs = targets
      .filter(({ unread }) => unread !== true)
      .map((each) => sql`${own(each.column)} is distinct from ${valueOf(each, ownId)}`);
    const sets = targets.map((each) => sql`${sql.id(each.column)} = ${valueOf(each, sql`row_to.${id}`)}`);
    return sql<BatchDone>`
      with picked as (
        select ${ownId} as row_id ${ownRows(map, of, { tenantId })}${within(ownId, range)} and (${sql.join(differs, sql` or `)})
        order by ${ownId} limit ${sql.lit(BATCH_ROWS)}
      ), touched as (
        update ${liveTable(map, of.table)} row_to set ${sql.join(sets)} from picked where row_to.${id} = picked.row_id returning 1
      )
      select (select count(*)::int from picked) as "planned", (select count(*)::int from touched) as "touched",
        (select row_id::text from picked order by row_id desc limit 1) as "last"`.compile(db);
  },
});

export const anonymiseRows = new Map(ownedTables.map((of) => [of.entity, anonymiseOf(of)]));

export type Scrubbed = {
  /** Live names and their types as the server's catalogue writes them. */
  readonly columns: readonly { readonly name: string; readonly type: string }[];
  readonly idType: string;
  /** New contents, in the order of the columns. */
  readonly rows: readonly { readonly id: string; readonly values: readonly (string | null)[] }[];
};

/** Types that free text and keys may have; a cast to anything else is not written. */
const castable = ['uuid', 'text', 'json', 'jsonb', 'integer', 'bigint'];

const castTo = (type: string): RawBuilder<unknown> => sql.raw(castable.includes(type) ? type : 'text');

const scrubOf = (of: Descent): Statement<PooledSchema, Scrubbed, { readonly id: string }> => ({
  name: `pooled.scrub-${of.entity.replaceAll('_', '-')}`,
  purpose: `Write free text and JSON of ${of.entity} back after what was known of people was taken out`,
  rowCap: BATCH_ROWS,
  timeoutMs: 60_000,
  needs: [
    { table: of.table, verb: 'UPDATE', columns: personal(of, 'scrub') },
    { table: of.table, verb: 'SELECT', columns: ['id'] },
  ],
  sample: {
    columns: [{ name: 'id', type: 'text' }],
    idType: 'text',
    rows: [{ id: 'sample', values: ['sample'] }],
  },
  build: (db, { columns, idType, rows }, map) => {
    const id = sql.id(liveColumn(map, of.table, 'id'));
    const names = columns.map((_, at) => sql.id(`c${at}`));
    const arrays = columns.map((_, at) => sql`${rows.map(({ values }) => values[at] ?? null)}::text[]`);
    const sets = columns.map(
      ({ name, type }, at) => sql`${sql.id(name)} = fresh.${names[at] ?? sql``}::${castTo(type)}`,
    );
    return sql<{ id: string }>`
      update ${liveTable(map, of.table)} row_to set ${sql.join(sets)}
      from unnest(${rows.map((row) => row.id)}::text[], ${sql.join(arrays)}) as fresh(row_id, ${sql.join(names)})
      where row_to.${id} = fresh.row_id::${castTo(idType)} returning row_to.${id}::text as "id"`.compile(db);
  },
});

export const scrubRows = new Map(ownedTables.map((of) => [of.entity, scrubOf(of)]));
