import { sql } from 'kysely';
import { hasColumn, type Statement } from '../../../ports/database.port.ts';
import type { PooledSchema } from '../schema.ts';

/** As many files as a store lists at once. */
export const FILE_PAGE = 1000;

type Ids = { readonly ids: readonly string[] };
type Paths = { readonly paths: readonly string[] };

const common = { rowCap: FILE_PAGE, timeoutMs: 30_000 } as const;
const select = (table: keyof PooledSchema, ...columns: readonly string[]) =>
  ({ table, verb: 'SELECT', columns }) as const;

/** Which of these ids are brokers. */
export const findKnownBrokers: Statement<PooledSchema, Ids, { readonly id: string }> = {
  ...common,
  name: 'pooled.find-known-brokers',
  purpose: 'Tell which prefixes of the file store are brokers',
  needs: [select('brokers', 'id')],
  sample: { ids: ['sample'] },
  build: (db, { ids }) =>
    sql<{ id: string }>`select ${sql.ref('brokers.id')}::text as "id" from ${sql.table('brokers')}
      where ${sql.ref('brokers.id')}::text = any(${[...ids]}::text[])`.compile(db),
};

/** The same where a broker is nothing but the id that its users and employers name. */
export const findKnownBareBrokers: Statement<PooledSchema, Ids, { readonly id: string }> = {
  ...common,
  name: 'pooled.find-known-bare-brokers',
  purpose: 'Tell which prefixes of the file store are brokers where there is no brokers table',
  needs: [select('users', 'brokerId'), select('employers', 'brokerId')],
  sample: { ids: ['sample'] },
  build: (db, { ids }) =>
    sql<{ id: string }>`select known.id from (
        select ${sql.ref('users.brokerId')}::text as id from ${sql.table('users')}
        union select ${sql.ref('employers.brokerId')}::text from ${sql.table('employers')}) as known
      where known.id = any(${[...ids]}::text[])`.compile(db),
};

/** Which of these files a document names. */
export const findDocumentsAt: Statement<PooledSchema, Paths, { readonly path: string }> = {
  ...common,
  name: 'pooled.find-documents-at',
  purpose: 'Tell which files of the file store a document names',
  needs: [select('documents', 'blobPath')],
  sample: { paths: ['sample'] },
  build: (db, { paths }, map) =>
    (hasColumn(map, 'documents', 'blobPath')
      ? sql<{
          path: string;
        }>`select distinct ${sql.ref('documents.blobPath')}::text as "path" from ${sql.table('documents')}
          where ${sql.ref('documents.blobPath')}::text = any(${[...paths]}::text[])`
      : sql<{ path: string }>`select '' as "path" where false`
    ).compile(db),
};

export const fileStatements = [findKnownBrokers, findKnownBareBrokers, findDocumentsAt] as const;
