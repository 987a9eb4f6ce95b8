import { OperatorError } from '../../shared/errors/operator-error.ts';
import type { JsonObject } from '../../shared/model/json.ts';
import type { LedgerEntry, NewEntry } from '../../shared/model/ledger-entry.ts';
import type { VerifyReport } from '../../shared/model/verify-report.ts';
import type { Keychain } from '../ports/keychain.port.ts';
import type { EntryFilter } from '../ports/ledger-store.port.ts';
import { pinCheckpoint, pinnedCheckpoint, rolledBack } from './anchor.ts';
import { Appender } from './append.ts';
import type { LedgerParts } from './ledger-parts.ts';
import { signCheckpoint, type Checkpoint } from './checkpoint.ts';
import { decodeEntry } from './entry.ts';
import { exportTiles } from './export-tiles.ts';
import { consistencyProof, inclusionProof, verifyInclusion } from './merkle-proof.ts';
import { rootOf } from './merkle-tree.ts';
import { shredTenant, unsealEntry } from './shredding.ts';
import { formatVerifierKey, type NoteVerifier } from './signed-note.ts';
import { nodesOf } from './stored-nodes.ts';
import { tipAt, type Tip } from './tip.ts';
import { formatTlogProof } from './tlog-proof.ts';
import type { VerifyOptions } from './verify-scan.ts';
import { verifyLedger } from './verify.ts';

type Listener = (entry: LedgerEntry) => void;

/** The ledger over a store: see `Ledger` for what each call promises. */
export class StoredLedger {
  readonly #parts: LedgerParts & { readonly keychain: Keychain };
  readonly #appender: Appender;
  readonly #log: NoteVerifier;
  readonly #listeners = new Set<Listener>();
  #delivered: number;
  #appended = 0;
  #anchored = 0;
  /** How many pieces of work are under way whose appends may share a flush. */
  #sharing = 0;

  constructor(parts: LedgerParts & { readonly keychain: Keychain }, tip: Tip) {
    this.#parts = parts;
    this.#appender = new Appender(parts, tip);
    this.#log = { name: parts.origin, publicKey: parts.keys.log.publicKey };
    this.#delivered = this.size();
  }

  async append(...entries: readonly NewEntry[]): Promise<readonly LedgerEntry[]> {
    return this.#told(this.#appender.append(() => entries));
  }

  async sharing<T>(work: () => Promise<T>): Promise<T> {
    this.#sharing += 1;
    try {
      return await work();
    } finally {
      this.#sharing -= 1;
    }
  }

  entries(filter: EntryFilter = {}): readonly LedgerEntry[] {
    return this.#parts.store.entries(filter).map(decodeEntry);
  }

  entry(index: number): LedgerEntry | undefined {
    const stored = this.#parts.store.entry(index);
    return stored && decodeEntry(stored);
  }

  size(): number {
    return this.#parts.store.size();
  }

  // eslint-disable-next-line @typescript-eslint/require-await -- async so that every error is a rejection
  async unseal(entry: LedgerEntry): Promise<JsonObject | 'shredded' | undefined> {
    return unsealEntry(this.#parts, entry);
  }

  async shred(tenantId: string): Promise<void> {
    await this.#told(shredTenant(this.#parts.store, this.#appender, tenantId));
  }

  verify(options: VerifyOptions = {}): Promise<VerifyReport> {
    return verifyLedger({ ...this.#parts, knownSize: this.#appender.knownSize() }, options);
  }

  envelope(index: number): Uint8Array {
    const stored = this.#parts.store.entry(index);
    if (stored !== undefined) return stored.envelope;
    throw new OperatorError('E_ENTRY_NOT_FOUND', { details: { asked: index } });
  }

  checkpoint(): string {
    return signCheckpoint(this.#durable(), this.#parts.keys.log);
  }

  async anchor(): Promise<string> {
    const { keychain, store, keys, failPoints } = this.#parts;
    failPoints?.reach('ledger.before-anchor');
    const pinned = await pinnedCheckpoint(keychain, this.#log);
    const present = this.#present();
    if (pinned !== undefined && !this.#beginsWith(pinned, present)) throw rolledBack(pinned, present.size);
    await this.#flush();
    const note = signCheckpoint(present, keys.log);
    failPoints?.reach('ledger.before-pin');
    await pinCheckpoint(keychain, note);
    this.#anchored = present.size;
    store.write(() => {
      const newest = store.checkpoints().at(-1)?.size ?? 0;
      if (newest < present.size) store.insertCheckpoint({ size: present.size, note });
    });
    failPoints?.reach('ledger.after-anchor');
    return note;
  }

  proof(index: number): string {
    const { store, keys } = this.#parts;
    return store.read(() => {
      const present = this.#durable();
      requireRange(index, 0, present.size - 1);
      const node = nodesOf(store);
      const hashes = inclusionProof(index, present.size, node);
      const holds = verifyInclusion(node(0, index), index, present.size, hashes, present.root);
      if (!holds) throw new OperatorError('E_LEDGER_DAMAGED', { message: 'The stored tree proves nothing.' });
      return formatTlogProof({ index, hashes, checkpoint: signCheckpoint(present, keys.log) });
    });
  }

  consistency(from: number, to = this.size()): readonly string[] {
    requireRange(to, 0, this.size());
    requireRange(from, 0, to);
    const hashes = consistencyProof(from, to, nodesOf(this.#parts.store));
    return hashes.map((hash) => Buffer.from(hash).toString('base64'));
  }

  verifierKey(): string {
    return formatVerifierKey(this.#log);
  }

  exportTiles(dir: string): Promise<{ readonly entries: number; readonly files: number }> {
    const present = this.#durable();
    const note = signCheckpoint(present, this.#parts.keys.log);
    return exportTiles(this.#parts.store, present.size, note, dir);
  }

  subscribe(listener: Listener): () => void {
    // A wrapper of its own, so that the same function may listen twice and each stop by itself.
    const own: Listener = (entry) => listener(entry);
    this.#listeners.add(own);
    return () => void this.#listeners.delete(own);
  }

  poll(): readonly LedgerEntry[] {
    const fresh = this.entries({ from: this.#delivered });
    if (fresh.length > 0) this.#parts.store.flushNow();
    this.#deliver(fresh);
    return fresh;
  }

  async close(): Promise<void> {
    try {
      if (this.#appended > this.#anchored) await this.anchor();
    } finally {
      this.#parts.store.close();
    }
  }

  /** Answers and tells the listeners once the entries are durable. */
  async #told(entries: readonly LedgerEntry[]): Promise<readonly LedgerEntry[]> {
    const [first] = entries;
    if (first === undefined) return entries;
    this.#appended = Math.max(this.#appended, first.index + entries.length);
    await this.#flush();
    if (first.index > this.#delivered) this.poll();
    else this.#deliver(entries.filter(({ index }) => index >= this.#delivered));
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

  /** As `#present`, and durable: nothing that a power cut could take is signed. */
  #durable(): Checkpoint {
    const present = this.#present();
    this.#parts.store.flushNow();
    return present;
  }

  async #flush(): Promise<void> {
    if (this.#sharing > 0) await this.#parts.store.flush();
    else this.#parts.store.flushNow();
  }

  /** The tree as it is now, every entry of it known to be true. */
  #present(): Checkpoint {
    const { edge } = this.#appender.tip();
    return { origin: this.#parts.origin, size: edge.size, root: rootOf(edge) };
  }

  #beginsWith(pinned: Checkpoint, present: Checkpoint): boolean {
    return pinned.size <= present.size && tipAt(pinned, this.#parts) !== undefined;
  }
}

function requireRange(value: number, lowest: number, highest: number): void {
  if (Number.isInteger(value) && value >= lowest && value <= highest) return;
  throw new OperatorError('E_ENTRY_NOT_FOUND', {
    message: `There is no ${value} in a log of ${highest}.`,
    details: { asked: value, highest },
  });
}
