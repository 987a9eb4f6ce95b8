import type Database from 'better-sqlite3';
import type {
  EntryFilter,
  LedgerStore,
  StoredBlob,
  StoredCheckpoint,
  StoredEntry,
  StructuralFault,
  StoredTenantKey,
} from '../../ports/ledger-store.port.ts';
import { OperatorError } from '../../../shared/errors/operator-error.ts';
import { entryQuery } from './ledger-query.ts';
import { openDatabase, type OpenOptions } from './open-database.ts';
import { asBlob, asCheckpoint, asEntry, asSize, asTenantKey } from './ledger-rows.ts';
import { LOOKUP_ENTRIES } from './ledger-schema.ts';
import { withLedgerErrors } from './sqlite-error.ts';
import { structuralFaults } from './structural-faults.ts';
import { WalFlush } from './wal-flush.ts';

const SEARCHES_KEPT = 100;

/** Opens the ledger file at `path`, or makes it. Errors: see `LedgerStore`; `E_LEDGER_TOO_NEW`. */
export const openSqliteLedgerStore = (options: OpenOptions): LedgerStore =>
  new SqliteLedgerStore(openDatabase(options), new WalFlush(options.path));

class SqliteLedgerStore implements LedgerStore {
  readonly #database: Database.Database;
  readonly #wal: WalFlush;
  readonly #sql: ReturnType<typeof statementsOf>;
  readonly #searches = new Map<string, Database.Statement>();

  constructor(database: Database.Database, wal: WalFlush) {
    this.#database = database;
    this.#wal = wal;
    this.#sql = withLedgerErrors(() => statementsOf(database));
  }

  write<T>(work: () => T): T {
    if (this.#database.inTransaction) return work();
    this.#wal.refuseBroken();
    return withLedgerErrors(() => {
      this.#sql.begin.run();
      try {
        const result = work();
        this.#sql.commit.run();
        return result;
      } finally {
        // SQLite ends the transaction itself on some errors (a full disk), and not on others.
        if (this.#database.inTransaction) this.#sql.rollback.run();
      }
    });
  }

  async writeExclusively<T>(work: () => Promise<T>): Promise<T> {
    withLedgerErrors(() => this.#sql.begin.run());
    try {
      const result = await work();
      withLedgerErrors(() => this.#sql.commit.run());
      return result;
    } finally {
      if (this.#database.inTransaction) this.#sql.rollback.run();
    }
  }

  flush(): Promise<void> {
    return this.#wal.flush();
  }

  flushNow(): void {
    this.#wal.flushNow();
  }

  read<T>(work: () => T): T {
    return this.#database.inTransaction
      ? work()
      : withLedgerErrors(() => this.#database.transaction(work).deferred());
  }

  size(): number {
    return withLedgerErrors(() => asSize(this.#sql.lastIndex.get()));
  }

  insertEntry({ index, envelope, nodes, type, runId, tenantId }: StoredEntry): void {
    this.#sql.insertEntry.run(index, envelope, nodes, type, runId, tenantId);
    if ((index + 1) % LOOKUP_ENTRIES === 0) this.#sql.fillLookup.run(index - LOOKUP_ENTRIES, index);
  }

  entry(index: number): StoredEntry | undefined {
    return withLedgerErrors(() => this.#sql.entry.all(index).map(asEntry)[0]);
  }

  entries(filter: EntryFilter): readonly StoredEntry[] {
    const { sql, parameters } = entryQuery(filter, this.size());
    return withLedgerErrors(() =>
      this.#prepared(sql)
        .all(...parameters)
        .map(asEntry),
    );
  }

  nodes(index: number): Uint8Array | undefined {
    return withLedgerErrors(() => this.#sql.nodes.all(index).map(asBlob)[0]?.blob);
  }

  insertCheckpoint({ size, note }: StoredCheckpoint): void {
    this.#sql.insertCheckpoint.run(size, note);
  }

  checkpoints(): readonly StoredCheckpoint[] {
    return withLedgerErrors(() => this.#sql.checkpoints.all().map(asCheckpoint));
  }

  insertSealed(index: number, blob: Uint8Array): void {
    this.#sql.insertSealed.run(index, blob);
  }

  sealed(index: number): Uint8Array | undefined {
    return this.sealedBetween(index, index + 1)[0]?.blob;
  }

  sealedBetween(from: number, before: number): readonly StoredBlob[] {
    return withLedgerErrors(() => this.#sql.sealedBetween.all(from, before).map(asBlob));
  }

  tenantKey(tenantId: string): Uint8Array | undefined {
    return withLedgerErrors(() => this.#sql.tenantKey.all(tenantId).map(asTenantKey)[0]?.wrapped);
  }

  tenantKeys(): readonly StoredTenantKey[] {
    return withLedgerErrors(() => this.#sql.tenantKeys.all().map(asTenantKey));
  }

  putTenantKey({ tenantId, wrapped }: StoredTenantKey): void {
    this.#sql.putTenantKey.run(tenantId, wrapped);
  }

  deleteTenantKey(tenantId: string): boolean {
    return this.#sql.deleteTenantKey.run(tenantId).changes > 0;
  }

  purgeDeleted(): void {
    const [result] = withLedgerErrors(() => this.#database.pragma('wal_checkpoint(TRUNCATE)')) as readonly {
      readonly busy: number;
    }[];
    if (result?.busy !== 0) throw new OperatorError('E_LEDGER_BUSY');
  }

  structuralFaults(): readonly StructuralFault[] {
    return withLedgerErrors(() => structuralFaults(this.#database));
  }

  close(): void {
    this.#wal.close();
    this.#database.close();
  }

  /** Searches come in few forms, and again and again. */
  #prepared(sql: string): Database.Statement {
    const known = this.#searches.get(sql);
    if (known !== undefined) return known;
    if (this.#searches.size >= SEARCHES_KEPT) this.#searches.clear();
    const fresh = this.#database.prepare(sql);
    this.#searches.set(sql, fresh);
    return fresh;
  }
}

const statementsOf = (database: Database.Database) => ({
  begin: database.prepare('BEGIN IMMEDIATE'),
  commit: database.prepare('COMMIT'),
  rollback: database.prepare('ROLLBACK'),
  insertEntry: database.prepare(
    'INSERT INTO entry (idx, envelope, nodes, type, run_id, tenant_id) VALUES (?, ?, ?, ?, ?, ?)',
  ),
  fillLookup: database.prepare(
    'INSERT INTO lookup SELECT idx, type, run_id, tenant_id FROM entry WHERE idx > ? AND idx <= ?',
  ),
  entry: database.prepare('SELECT idx, envelope, nodes, type, run_id, tenant_id FROM entry WHERE idx = ?'),
  nodes: database.prepare('SELECT idx, nodes AS blob FROM entry WHERE idx = ?'),
  lastIndex: database.prepare('SELECT max(idx) FROM entry').pluck(),
  insertCheckpoint: database.prepare('INSERT INTO checkpoint (size, note) VALUES (?, ?)'),
  checkpoints: database.prepare('SELECT size, note FROM checkpoint ORDER BY size'),
  insertSealed: database.prepare('INSERT INTO sealed (idx, blob) VALUES (?, ?)'),
  sealedBetween: database.prepare('SELECT idx, blob FROM sealed WHERE idx >= ? AND idx < ? ORDER BY idx'),
  tenantKey: database.prepare('SELECT tenant_id, wrapped FROM tenant_key WHERE tenant_id = ?'),
  tenantKeys: database.prepare('SELECT tenant_id, wrapped FROM tenant_key ORDER BY tenant_id'),
  putTenantKey: database.prepare('INSERT INTO tenant_key (tenant_id, wrapped) VALUES (?, ?)'),
  deleteTenantKey: database.prepare('DELETE FROM tenant_key WHERE tenant_id = ?'),
});
