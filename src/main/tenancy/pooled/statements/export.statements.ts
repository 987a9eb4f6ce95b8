import { sql, type RawBuilder } from 'kysely';
import type { Statement } from '../../../ports/database.port.ts';
import type { PooledSchema } from '../schema.ts';
import { liveColumn, own, ownedTables, ownRows, readsAll, type OfTenant } from './own-rows.ts';
import type { Descent } from './ownership.statements.ts';

/** Rows of one fetch. */
export const FETCH_ROWS = 2_000;

export type ExportWanted = OfTenant & {
  /** Live names, in the order of the file. */
  readonly columns: readonly string[];
};

type Nothing = Readonly<Record<string, never>>;

/** Text forms do not depend on how the server or the role is set up (`DateStyle`, `TimeZone`, `bytea_output`, …). */
export const fixTextForms: Statement<PooledSchema, Nothing, Nothing> = {
  name: 'pooled.fix-text-forms',
  purpose: 'Have the server write days, instants and numbers in one form throughout an export',
  rowCap: 1,
  timeoutMs: 5_000,
  needs: [],
  sample: {},
  build: (db) =>
    sql<Nothing>`select set_config('TimeZone', 'UTC', true), set_config('DateStyle', 'ISO, YMD', true),
      set_config('IntervalStyle', 'iso_8601', true), set_config('extra_float_digits', '1', true)`.compile(db),
};

const texts = (columns: readonly string[]): readonly RawBuilder<unknown>[] =>
  columns.map((column) => sql`${own(column)}::text`);

/** A cursor over all rows of the tenant, in the order of their keys; values as JSON, because both ends read that natively. It lives and dies with its transaction (P20). */
const openOf = (of: Descent): Statement<PooledSchema, ExportWanted, Nothing> => ({
  name: `pooled.open-${of.entity.replaceAll('_', '-')}`,
  purpose: `Begin to read the ${of.entity} of one tenant for its export`,
  rowCap: 0,
  timeoutMs: 60_000,
  needs: readsAll(of),
  sample: { tenantId: 'brk_sample', columns: ['id'] },
  build: (db, { tenantId, columns }, map) =>
    sql<Nothing>`declare tenant_rows no scroll cursor for select to_json(array[${sql.join(texts(columns))}]::text[]) as "values" ${ownRows(map, of, { tenantId })} order by ${own(liveColumn(map, of.table, 'id'))}`.compile(
      db,
    ),
});

export type FetchedRow = { readonly values: readonly (string | null)[] };

export const fetchRows: Statement<PooledSchema, Nothing, FetchedRow> = {
  name: 'pooled.fetch-rows',
  purpose: 'Read the next rows of an export',
  rowCap: FETCH_ROWS,
  timeoutMs: 120_000,
  needs: [],
  sample: {},
  build: (db) => sql<FetchedRow>`fetch forward ${sql.lit(FETCH_ROWS)} from tenant_rows`.compile(db),
};

export const closeRows: Statement<PooledSchema, Nothing, Nothing> = {
  name: 'pooled.close-rows',
  purpose: 'End reading a table of an export',
  rowCap: 0,
  timeoutMs: 5_000,
  needs: [],
  sample: {},
  build: (db) => sql<Nothing>`close tenant_rows`.compile(db),
};

/** Sums of the four 64-bit words of each row's SHA-256, as decimal text: numbers that large do not fit a JavaScript number. */
export type DigestRow = {
  readonly rows: number;
  readonly a: string;
  readonly b: string;
  readonly c: string;
  readonly d: string;
};

/** Each value as its length in bytes, a colon and itself, a missing one as a hyphen: two rows differ whenever any value does. */
const canonical = (columns: readonly string[]): RawBuilder<unknown> =>
  sql.join(
    columns.map((column) => {
      const value = sql`${own(column)}::text`;
      return sql`coalesce(octet_length(${value})::text || ':' || ${value}, '-')`;
    }),
    sql` || `,
  );

const word = (at: number): RawBuilder<unknown> =>
  sql`coalesce(sum(('x' || substr(hash, ${sql.lit(1 + at * 16)}, 16))::bit(64)::bigint::numeric), 0)::text`;

/** The table's digest as the database sees it, whatever the order of its rows. */
const digestOf = (of: Descent): Statement<PooledSchema, ExportWanted, DigestRow> => ({
  name: `pooled.digest-${of.entity.replaceAll('_', '-')}`,
  purpose: `Have the database count and hash the ${of.entity} of one tenant, to prove an export complete`,
  rowCap: 1,
  timeoutMs: 600_000,
  needs: readsAll(of),
  sample: { tenantId: 'brk_sample', columns: ['id'] },
  build: (db, { tenantId, columns }, map) =>
    sql<DigestRow>`
      select count(*)::int as "rows", ${word(0)} as "a", ${word(1)} as "b", ${word(2)} as "c", ${word(3)} as "d"
      from (select encode(sha256(convert_to(${canonical(columns)}, 'UTF8')), 'hex') as hash ${ownRows(map, of, { tenantId })}) hashed`.compile(
      db,
    ),
});

export const openRows = new Map(ownedTables.map((of) => [of.entity, openOf(of)]));
export const digestRows = new Map(ownedTables.map((of) => [of.entity, digestOf(of)]));
