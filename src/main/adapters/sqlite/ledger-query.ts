import { DummyDriver, Kysely, SqliteAdapter, SqliteIntrospector, SqliteQueryCompiler, sql } from 'kysely';
import type { CompiledQuery } from 'kysely';
import type { EntryFilter } from '../../ports/ledger-store.port.ts';
import { LOOKUP_ENTRIES } from './ledger-schema.ts';

type EntryKey = {
  readonly idx: number;
  readonly type: string;
  readonly run_id: string | null;
  readonly tenant_id: string | null;
};

type EntryTable = EntryKey & { readonly envelope: Uint8Array; readonly nodes: Uint8Array };

/** Only words the SQL: better-sqlite3 runs it, since a transaction here is synchronous. */
const wording = new Kysely<{ entry: EntryTable; entry_key: EntryKey }>({
  dialect: {
    createAdapter: () => new SqliteAdapter(),
    createDriver: () => new DummyDriver(),
    createIntrospector: (db) => new SqliteIntrospector(db),
    createQueryCompiler: () => new SqliteQueryCompiler(),
  },
});

/**
 * The query for `LedgerStore.entries` over a log of `size` entries. Where only the last few can fit it, they are looked through:
 * whoever follows a run asks so all the time.
 */
export function entryQuery(filter: EntryFilter, size: number): CompiledQuery {
  const { newestOfRuns, newestFirst = false } = filter;
  const order = newestFirst ? 'desc' : 'asc';
  if (!searches(filter) || isRecent(filter, size))
    return narrowed('entry', filter).selectAll().orderBy('idx', order).compile();
  // Bounds and order stand in here, so that the index is walked no further than the limit.
  const keys = narrowed('entry_key', filter)
    .$if(newestOfRuns === undefined, (q) => q.select('idx').orderBy('idx', order))
    .$if(newestOfRuns !== undefined, (q) => q.select((eb) => eb.fn.max('idx').as('idx')).groupBy('run_id'));
  return wording.selectFrom('entry').selectAll().where('idx', 'in', keys).orderBy('idx', order).compile();
}

const searches = ({ runId, tenantId, types, runLacks, newestOfRuns }: EntryFilter): boolean =>
  [runId, tenantId, types, runLacks, newestOfRuns].some((each) => each !== undefined);

const isRecent = ({ from, newestOfRuns }: EntryFilter, size: number): boolean =>
  from !== undefined && newestOfRuns === undefined && size - from <= LOOKUP_ENTRIES;

/** Which entries. */
function narrowed(table: 'entry' | 'entry_key', filter: EntryFilter) {
  const { runId, tenantId, types, runLacks, newestOfRuns, from, before, limit } = filter;
  return wording
    .selectFrom(wording.dynamic.table(table).as('entry_key'))
    .$if(newestOfRuns !== undefined, (q) => q.where('run_id', 'in', newestOfRuns ?? []))
    .$if(runId !== undefined, (q) => q.where('run_id', '=', runId ?? ''))
    .$if(tenantId !== undefined, (q) => q.where('tenant_id', '=', tenantId ?? ''))
    .$if(types !== undefined, (q) => q.where(typeColumn(filter), 'in', types ?? []))
    .$if(runLacks !== undefined, (q) => q.where('run_id', 'not in', runsWith(runLacks ?? [])))
    .$if(from !== undefined, (q) => q.where('idx', '>=', from ?? 0))
    .$if(before !== undefined, (q) => q.where('idx', '<', before ?? 0))
    .$if(limit !== undefined, (q) => q.limit(limit ?? 0));
}

/** With a plus no index is used for it (sqlite.org/optoverview.html): a run or a tenant narrows the search more than types do. */
const typeColumn = ({ runId, tenantId, newestOfRuns }: EntryFilter) =>
  [runId, tenantId, newestOfRuns].some((each) => each !== undefined) ? sql<string>`+type` : ('type' as const);

const runsWith = (types: readonly string[]) =>
  wording
    .selectFrom('entry_key as other')
    .select('other.run_id')
    .where('other.type', 'in', types)
    .where('other.run_id', 'is not', null);
