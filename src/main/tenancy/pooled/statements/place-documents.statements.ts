import { sql, type RawBuilder } from 'kysely';
import { hasColumn, type Statement } from '../../../ports/database.port.ts';
import type { PooledSchema } from '../schema.ts';
import { liveColumn, liveTable, own, ownedTables, ownRows, readsAll, type OfTenant } from './own-rows.ts';

const PAGE_ROWS = 2_000;

const [documents] = ownedTables.filter(({ entity }) => entity === 'documents');
if (documents === undefined) throw new TypeError('The schema has no documents.');

/** A document, and where its file lies. */
export type DocumentRow = {
  readonly id: string;
  readonly schemeId: string;
  readonly documentType: string;
  readonly blobPath: string;
};

/** The tenant's documents by id, page by page; empty where the schema knows no places of files. */
export const listDocuments: Statement<PooledSchema, OfTenant & { readonly after: string }, DocumentRow> = {
  name: 'pooled.list-documents',
  purpose: 'Read where the files of a tenant lie, to export and remove them',
  rowCap: PAGE_ROWS,
  timeoutMs: 30_000,
  needs: readsAll(documents),
  sample: { tenantId: 'brk_sample', after: '' },
  build: (db, { tenantId, after }, map) => {
    if (!hasColumn(map, 'documents', 'blobPath'))
      return sql<DocumentRow>`select null::text as "id" where false`.compile(db);
    const id = own(liveColumn(map, 'documents', 'id'));
    return sql<DocumentRow>`select ${id}::text as "id", ${text(map, 'schemeId')} as "schemeId",
      ${text(map, 'documentType')} as "documentType", ${text(map, 'blobPath')} as "blobPath"
      ${ownRows(map, documents, { tenantId })} and ${id}::text > ${after} order by ${id}::text limit ${sql.lit(PAGE_ROWS)}`.compile(
      db,
    );
  },
};

type Map = Parameters<typeof hasColumn>[0];

const text = (map: Map, column: string): RawBuilder<unknown> =>
  hasColumn(map, 'documents', column)
    ? sql`coalesce(${own(liveColumn(map, 'documents', column))}::text, '')`
    : sql.lit('');

/** Documents and where their files lie from now on. */
export type Placed = { readonly rows: readonly { readonly id: string; readonly blobPath: string }[] };

export const placeDocuments: Statement<PooledSchema, Placed, { readonly id: string }> = {
  name: 'pooled.place-documents',
  purpose: 'Say in a document’s row that its file is gone, or lies under a name that tells nobody’s',
  rowCap: PAGE_ROWS,
  timeoutMs: 30_000,
  needs: [
    { table: 'documents', verb: 'UPDATE', columns: ['blobPath'] },
    { table: 'documents', verb: 'SELECT', columns: ['id'] },
  ],
  sample: { rows: [{ id: 'sample', blobPath: 'removed/sample' }] },
  build: (db, { rows }, map) => {
    const id = sql.id('row_to', liveColumn(map, 'documents', 'id'));
    const path = sql.id(liveColumn(map, 'documents', 'blobPath'));
    return sql<{ id: string }>`update ${liveTable(map, 'documents')} row_to set ${path} = fresh.path
      from unnest(${rows.map((row) => row.id)}::text[], ${rows.map(({ blobPath }) => blobPath)}::text[]) as fresh(row_id, path)
      where ${id}::text = fresh.row_id returning ${id}::text as "id"`.compile(db);
  },
};

export const PLACED_AT_ONCE = PAGE_ROWS;
