import { OperatorError } from '../../shared/errors/operator-error.ts';
import type { JsonObject } from '../../shared/model/json.ts';
import type { LedgerEntry, NewEntry } from '../../shared/model/ledger-entry.ts';
import type { VerifyReport } from '../../shared/model/verify-report.ts';
import type { Keychain } from '../ports/keychain.port.ts';
import type { EntryFilter, StoredHead } from '../ports/ledger-store.port.ts';
import { comparePinned, pinCheckpoint, pinnedCheckpoint, rolledBack } from './anchor.ts';
import { Appender, type LedgerParts } from './append.ts';
import { signCheckpoint } from './checkpoint.ts';
import { decodeEntry } from './entry.ts';
import { exportTiles } from './export-tiles.ts';
import type { Ledger, VerifyOptions } from './ledger.ts';
import { consistencyProof, inclusionProof } from './merkle-proof.ts';
import { shredTenant, unsealEntry } from './shredding.ts';
import { formatVerifierKey, type NoteVerifier } from './signed-note.ts';
import { formatTlogProof } from './tlog-proof.ts';
import { isSealed, nodesOf } from './tree-head.ts';
import { verifyLedger } from './verify.ts';

type Listener = (entry: LedgerEntry) => void;

/** The ledger over a store: see `Ledger` for what each call promises. */
export class StoredLedger implements Ledger {
  readonly #parts: LedgerParts & { readonly keychain: Keychain };
  readonly #appender: Appender;
  readonly #log: NoteVerifier;
  readonly #listeners = new Set<Listener>();
  #delivered: number;
  #appended = 0;
  #anchored = 0;

  constructor(parts: LedgerParts & { readonly keychain: Keychain }) {
    this.#parts = parts;
    this.#appender = new Appender(parts);
    this.#log = { name: parts.origin, publicKey: parts.keys.log.publicKey };
    this.#delivered = this.size();
  }

  // eslint-disable-next-line @typescript-eslint/require-await -- async so that every error is a rejection
  async append(...entries: readonly NewEntry[]): Promise<readonly LedgerEntry[]> {
    return this.#written(this.#appender.append(() => entries));
  }

  entries(filter: EntryFilter = {}): readonly LedgerEntry[] {
    return this.#parts.store.entries(filter).map(decodeEntry);
  }

  entry(index: number): LedgerEntry | undefined {
    const stored = this.#parts.store.entry(index);
    return stored && decodeEntry(stored);
  }

  size(): number {
    return this.#parts.store.head()?.size ?? 0;
  }

  // eslint-disable-next-line @typescript-eslint/require-await -- async so that every error is a rejection
  async unseal(entry: LedgerEntry): Promise<JsonObject | 'shredded' | undefined> {
    return unsealEntry(this.#parts, entry);
  }

  // eslint-disable-next-line @typescript-eslint/require-await -- async so that every error is a rejection
  async shred(tenantId: string): Promise<void> {
    this.#written(shredTenant(this.#parts.store, this.#appender, tenantId));
  }

  verify(options: VerifyOptions = {}): Promise<VerifyReport> {
    return verifyLedger(this.#parts, options);
  }

  checkpoint(): string {
    const { size, root } = this.#head();
    return signCheckpoint({ origin: this.#parts.origin, size, root }, this.#parts.keys.log);
  }

  async anchor(): Promise<string> {
    const { keychain, store } = this.#parts;
    const pinned = await pinnedCheckpoint(keychain, this.#log);
    const { size } = this.#head();
    if (pinned !== undefined && comparePinned(pinned, size, nodesOf(store)) === 'rolled-back') {
      throw rolledBack(pinned, size);
    }
    const note = this.checkpoint();
    await pinCheckpoint(keychain, note);
    this.#anchored = size;
    return note;
  }

  proof(index: number): string {
    const { store } = this.#parts;
    return store.read(() => {
      const { size } = this.#head();
      requireRange(index, 0, size - 1);
      const hashes = inclusionProof(index, size, nodesOf(store));
      return formatTlogProof({ index, hashes, checkpoint: this.checkpoint() });
    });
  }

  consistency(from: number, to?: number): readonly string[] {
    const { store } = this.#parts;
    const size = this.#head().size;
    requireRange(to ?? size, 0, size);
    requireRange(from, 0, to ?? size);
    const hashes = consistencyProof(from, to ?? size, nodesOf(store));
    return hashes.map((hash) => Buffer.from(hash).toString('base64'));
  }

  verifierKey(): string {
    return formatVerifierKey(this.#log);
  }

  exportTiles(dir: string): Promise<{ readonly entries: number; readonly files: number }> {
    const { size } = this.#head();
    return exportTiles(this.#parts.store, size, this.checkpoint(), dir);
  }

  subscribe(listener: Listener): () => void {
    // A wrapper of its own, so that the same function may listen twice and each stop by itself.
    const own: Listener = (entry) => listener(entry);
    this.#listeners.add(own);
    return () => void this.#listeners.delete(own);
  }

  poll(): readonly LedgerEntry[] {
    const fresh = this.entries({ from: this.#delivered });
    this.#deliver(fresh);
    return fresh;
  }

  async close(): Promise<void> {
    if (this.#appended > this.#anchored) await this.anchor();
    this.#parts.store.close();
  }

  #written(entries: readonly LedgerEntry[]): readonly LedgerEntry[] {
    const [first] = entries;
    if (first === undefined) return entries;
    this.#appended = first.index + entries.length;
    if (first.index > this.#delivered) this.poll();
    else this.#deliver(entries);
    return entries;
  }

  /** In a microtask: the entries are durable, so a listener that throws must not look like an append that failed. */
  #deliver(entries: readonly LedgerEntry[]): void {
    this.#delivered = (entries.at(-1)?.index ?? this.#delivered - 1) + 1;
    if (this.#listeners.size === 0) return;
    const listeners = [...this.#listeners];
    queueMicrotask(() => {
      for (const entry of entries) for (const listener of listeners) listener(entry);
    });
  }

  #head(): StoredHead {
    const { store, origin, keys } = this.#parts;
    const head = store.head();
    if (head !== undefined && isSealed(head, origin, keys)) return head;
    throw new OperatorError('E_LEDGER_DAMAGED', { message: 'The tree head is not the one that was sealed.' });
  }
}

function requireRange(value: number, lowest: number, highest: number): void {
  if (Number.isInteger(value) && value >= lowest && value <= highest) return;
  throw new OperatorError('E_ENTRY_NOT_FOUND', {
    message: `There is no ${value} in a log of ${highest}.`,
    details: { asked: value, highest },
  });
}
