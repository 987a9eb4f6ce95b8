import { DummyDriver, Kysely, SqliteAdapter, SqliteIntrospector, SqliteQueryCompiler } from 'kysely';
import type { CompiledQuery } from 'kysely';
import type { EntryFilter } from '../../ports/ledger-store.port.ts';

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

/** The query for `LedgerStore.entries`. */
export function entryQuery(filter: EntryFilter): CompiledQuery {
  const { runId, tenantId, types, runLacks, from, before, limit, newestFirst = false } = filter;
  const matching = wording
    .selectFrom('entry_key')
    .select('idx')
    .$if(runId !== undefined, (q) => q.where('run_id', '=', runId ?? ''))
    .$if(tenantId !== undefined, (q) => q.where('tenant_id', '=', tenantId ?? ''))
    .$if(types !== undefined, (q) => q.where('type', 'in', types ?? []))
    .$if(runLacks !== undefined, (q) =>
      q.where((eb) =>
        eb.not(
          eb.exists(
            eb
              .selectFrom('entry_key as other')
              .select('other.idx')
              .whereRef('other.run_id', '=', 'entry_key.run_id')
              .where('other.type', 'in', runLacks ?? []),
          ),
        ),
      ),
    );
  const searches = [runId, tenantId, types, runLacks].some((each) => each !== undefined);
  return wording
    .selectFrom('entry')
    .selectAll()
    .$if(searches, (q) => q.where('idx', 'in', matching))
    .$if(from !== undefined, (q) => q.where('idx', '>=', from ?? 0))
    .$if(before !== undefined, (q) => q.where('idx', '<', before ?? 0))
    .orderBy('idx', newestFirst ? 'desc' : 'asc')
    .$if(limit !== undefined, (q) => q.limit(limit ?? 0))
    .compile();
}
