import type { LedgerEntry, NewEntry } from '../../shared/model/ledger-entry.ts';
import { encodeEntry } from './entry.ts';
import type { EntryPlace } from './entry-payload.ts';
import type { LedgerParts } from './ledger-parts.ts';
import { appendLeaf, leafHash } from './merkle-tree.ts';
import { sealDetails } from './sealing.ts';
import { keyToSealFor } from './tenant-keys.ts';
import { presentTip, type Tip } from './tip.ts';

/** Writes entries at the end of the log as it is now, whoever wrote last. */
export class Appender {
  readonly #parts: LedgerParts;
  #tip: Tip;

  constructor(parts: LedgerParts, tip: Tip) {
    this.#parts = parts;
    this.#tip = tip;
  }

  /** The end of the log as it is now. Errors: see `presentTip`. */
  tip(): Tip {
    this.#tip = presentTip(this.#tip, this.#parts);
    return this.#tip;
  }

  /** How many entries this process knows to exist. */
  knownSize(): number {
    return this.#tip.edge.size;
  }

  /**
   * All entries that `compose` asks for or none, in one transaction with what `compose` itself reads and writes.
   * Durable when the store is flushed.
   */
  append(compose: () => readonly NewEntry[]): readonly LedgerEntry[] {
    const { tip, written } = this.#parts.store.write(() => {
      let tip = this.tip();
      const time = this.#parts.clock.now().toISOString();
      const written = compose().map((entry) => {
        const next = this.#write(entry, tip, time);
        tip = next.tip;
        return next.entry;
      });
      this.#parts.failPoints?.reach('ledger.inside-append', written[0]?.type);
      return { tip, written };
    });
    this.#tip = tip;
    return written;
  }

  #write(entry: NewEntry, tip: Tip, time: string): { readonly tip: Tip; readonly entry: LedgerEntry } {
    const { store, keys, origin } = this.#parts;
    const { details, ...open } = entry;
    const index = tip.edge.size;
    const place = { log: origin, index, ...(tip.lastLeaf && { previous: hex(tip.lastLeaf) }), time };
    const sealed = details && this.#seal(details, entry.tenantId, place);
    const envelope = encodeEntry(entry, place, sealed?.sealed, keys.operator);
    const lastLeaf = leafHash(envelope);
    const { edge, completed } = appendLeaf(tip.edge, lastLeaf);
    const columns = { type: entry.type, runId: entry.runId ?? null, tenantId: entry.tenantId ?? null };
    store.insertEntry({ index, envelope, nodes: Buffer.concat(completed), ...columns });
    if (sealed !== undefined) store.insertSealed(index, sealed.blob);
    const said = { ...open, index, time, actor: keys.operator.keyId, leafHash: hex(lastLeaf) };
    return {
      tip: { edge, lastLeaf },
      entry: sealed === undefined ? said : { ...said, details: sealed.sealed },
    };
  }

  #seal(
    details: NonNullable<NewEntry['details']>,
    tenantId: string | undefined,
    place: EntryPlace,
  ): ReturnType<typeof sealDetails> {
    if (tenantId === undefined) throw new TypeError('Details need the tenant whose key seals them.');
    return sealDetails(details, place, keyToSealFor(tenantId, this.#parts), this.#parts.ids);
  }
}

const hex = (bytes: Uint8Array): string => Buffer.from(bytes).toString('hex');
