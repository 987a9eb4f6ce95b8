import { sql, type RawBuilder } from 'kysely';
import type { Statement, Streamed } from '../../../ports/database.port.ts';
import type { PooledSchema } from '../schema.ts';
import { own, ownedTables, ownRows, readsAll, type OfTenant } from './own-rows.ts';
import type { Descent } from './ownership.statements.ts';

/** More rows than any tenant has in one table. */
const MOST_ROWS = 1_000_000_000;

export type SearchWanted = OfTenant & {
  /** Live names. */
  readonly columns: readonly string[];
};

export type ExportWanted = OfTenant & {
  /** Live names, in the order of the file, and whether the server is to write the value as text. */
  readonly columns: readonly { readonly name: string; readonly asText: boolean }[];
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

const asText = (column: string): RawBuilder<unknown> => sql`${own(column)}::text`;

const values = ({ columns }: ExportWanted): readonly RawBuilder<unknown>[] =>
  columns.map((column) => (column.asText ? asText(column.name) : own(column.name)));

/** Each row as one record with the hash of it: what is written and what it is checked by come out of one look at the row. */
const exportOf = (of: Descent): Statement<PooledSchema, ExportWanted, Streamed> => ({
  name: `pooled.export-${of.entity.replaceAll('_', '-')}`,
  purpose: `Read the ${of.entity} of one tenant for its export, each row hashed by the database`,
  rowCap: MOST_ROWS,
  timeoutMs: 3_600_000,
  needs: readsAll(of),
  sample: { tenantId: 'brk_sample', columns: [{ name: 'id', asText: true }] },
  // `offset 0` keeps the record from being made twice.
  build: (db, wanted, map) =>
    sql<Streamed>`
      select record, sha256(record) from (
        select record_send(row(${sql.join(values(wanted))})) as record ${ownRows(map, of, wanted)} offset 0
      ) as own_record`.compile(db),
});

/** All text of the tenant in a table, for a search: rows do not matter there, so they come as they lie. */
const searchOf = (of: Descent): Statement<PooledSchema, SearchWanted, Streamed> => ({
  name: `pooled.search-${of.entity.replaceAll('_', '-')}`,
  purpose: `Read all text in the ${of.entity} of one tenant, to prove that nobody can be found in it`,
  rowCap: MOST_ROWS,
  timeoutMs: 3_600_000,
  needs: readsAll(of),
  sample: { tenantId: 'brk_sample', columns: ['id'] },
  build: (db, { tenantId, columns }, map) =>
    sql<Streamed>`select ${sql.join(columns.map(asText))} ${ownRows(map, of, { tenantId })}`.compile(db),
});

export const exportRows = new Map(ownedTables.map((of) => [of.entity, exportOf(of)]));
export const searchRows = new Map(ownedTables.map((of) => [of.entity, searchOf(of)]));
