/** One row of the log, bytes as they were signed. */
export type StoredEntry = {
  /** Zero-based, without gaps. */
  readonly index: number;
  /** The RFC 6962 leaf: a DSSE envelope, at most 65,535 bytes. */
  readonly envelope: Uint8Array;
  /**
   * The RFC 6962 hashes that this entry completes, 32 bytes each, lowest level first: its leaf hash, then every subtree
   * of which it is the last leaf. Node (level, n) is therefore in entry `(n + 1) * 2^level - 1` at `level * 32`.
   */
  readonly nodes: Uint8Array;
  /** Copies of what the envelope says, to search by. */
  readonly type: string;
  readonly runId: string | null;
  readonly tenantId: string | null;
};

/** A signed checkpoint over the first `size` entries. */
export type StoredCheckpoint = { readonly size: number; readonly note: string };

export type StoredBlob = { readonly index: number; readonly blob: Uint8Array };

export type StoredTenantKey = { readonly tenantId: string; readonly wrapped: Uint8Array };

/** In one sentence; with the entry it concerns, when it is one. */
export type StructuralFault = { readonly index?: number; readonly message: string };

/** Which entries; what is left out does not restrict. */
export type EntryFilter = {
  readonly runId?: string;
  readonly tenantId?: string;
  readonly types?: readonly string[];
  /** Only entries of runs that have no entry of these types. */
  readonly runLacks?: readonly string[];
  /** Of each of these runs only its newest entry that fits. */
  readonly newestOfRuns?: readonly string[];
  /** Lowest index, inclusive. */
  readonly from?: number;
  /** Highest index, exclusive. */
  readonly before?: number;
  readonly limit?: number;
  readonly newestFirst?: boolean;
};

/**
 * Where a ledger rests. Calls are synchronous: a transaction is one uninterrupted piece of work.
 *
 * Errors: `E_LEDGER_BUSY` (another process holds it too long), `E_LEDGER_DISK_FULL`, `E_LEDGER_UNAVAILABLE` (cannot be
 * read or written), `E_LEDGER_DAMAGED` (what is stored cannot be what was written). After an error nothing of the
 * transaction is stored.
 */
export type LedgerStore = {
  /**
   * Runs `work` while no other process can write; undone when it throws. What it wrote outlives this process when it returns, and
   * a power cut when it is flushed; of what was written before and after it, a power cut takes the later first.
   */
  write<T>(work: () => T): T;
  /** As `write`, around asynchronous work. For the first use of a ledger alone: it keeps all others waiting. */
  writeExclusively<T>(work: () => Promise<T>): Promise<T>;
  /**
   * Everything that was written before the call, by whichever process, is durable on the medium when it resolves; who calls while
   * another flush is under way shares the next. When it fails, the store takes no more: nobody knows what the medium holds.
   */
  flush(): Promise<void>;
  /** As `flush`, before it returns: quicker for one caller, and everybody else waits. */
  flushNow(): void;
  /** Runs `work` on one unchanging state. */
  read<T>(work: () => T): T;

  /** How many entries there are: one more than the highest index. */
  size(): number;
  insertEntry(entry: StoredEntry): void;
  entry(index: number): StoredEntry | undefined;
  /** In order of index, or the reverse. */
  entries(filter: EntryFilter): readonly StoredEntry[];
  /** `StoredEntry.nodes` of one entry. */
  nodes(index: number): Uint8Array | undefined;
  insertCheckpoint(checkpoint: StoredCheckpoint): void;
  /** In order of size. */
  checkpoints(): readonly StoredCheckpoint[];

  insertSealed(index: number, blob: Uint8Array): void;
  sealed(index: number): Uint8Array | undefined;
  /** Sealed blobs with `from` ≤ index < `before`, in order. */
  sealedBetween(from: number, before: number): readonly StoredBlob[];

  tenantKey(tenantId: string): Uint8Array | undefined;
  tenantKeys(): readonly StoredTenantKey[];
  putTenantKey(key: StoredTenantKey): void;
  /** True when there was one. Its bytes are overwritten, not only unlinked. */
  deleteTenantKey(tenantId: string): boolean;
  /** Removes what was deleted from every file of the store. `E_LEDGER_BUSY` while somebody still reads it. */
  purgeDeleted(): void;

  /** What the store finds wrong with its own structure: pages, schema, what it searches by. */
  structuralFaults(): readonly StructuralFault[];
  close(): void;
};
