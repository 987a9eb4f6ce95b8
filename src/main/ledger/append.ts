import { OperatorError } from '../../shared/errors/operator-error.ts';
import type { LedgerEntry, NewEntry } from '../../shared/model/ledger-entry.ts';
import type { Clock } from '../ports/clock.port.ts';
import type { IdSource } from '../ports/id-source.port.ts';
import type { LedgerStore, StoredHead } from '../ports/ledger-store.port.ts';
import { encodeEntry, type EntryPlace } from './entry.ts';
import type { LedgerKeys } from './keys.ts';
import { appendLeaf, EMPTY_EDGE, leafHash, type TreeEdge } from './merkle-tree.ts';
import { newTenantKey, sealDetails, unwrapTenantKey, type SealKey } from './sealing.ts';
import { isShredded } from './shredding.ts';
import { sealedEdge, sealHead } from './tree-head.ts';

/** What every part of an open ledger works on. */
export type LedgerParts = {
  readonly store: LedgerStore;
  readonly keys: LedgerKeys;
  readonly clock: Clock;
  readonly ids: IdSource;
  /** The log's name: `<organisation>/tenant-console/<console-id>`. */
  readonly origin: string;
};

type Tip = { readonly head: StoredHead; readonly edge: TreeEdge };
type Written = { readonly tip: Tip | undefined; readonly written: readonly LedgerEntry[] };

/** Writes entries at the end of the tree as it is now, whoever wrote last. */
export class Appender {
  readonly #parts: LedgerParts;
  /** The tree this process left; saves reading the edge again when nobody wrote in between. */
  #tip: Tip | undefined;

  constructor(parts: LedgerParts) {
    this.#parts = parts;
  }

  /**
   * All entries that `compose` asks for or none, in one transaction with what `compose` itself reads and writes.
   * Durable when it returns.
   */
  append(compose: () => readonly NewEntry[]): readonly LedgerEntry[] {
    const { tip, written } = this.#parts.store.write(() => this.#write(compose()));
    this.#tip = tip;
    return written;
  }

  #write(entries: readonly NewEntry[]): Written {
    const { store, origin, keys, clock } = this.#parts;
    if (entries.length === 0) return { tip: this.#tip, written: [] };
    const time = clock.now().toISOString();
    let edge = this.#presentEdge();
    const written = entries.map((entry) => {
      const place = { log: origin, index: edge.size, time };
      const step = this.#writeOne(entry, place, edge);
      edge = step.edge;
      return step.entry;
    });
    const head = sealHead(edge, origin, keys);
    store.putHead(head);
    return { tip: { head, edge }, written };
  }

  #writeOne(
    entry: NewEntry,
    place: EntryPlace,
    edge: TreeEdge,
  ): { readonly edge: TreeEdge; readonly entry: LedgerEntry } {
    const { store, keys } = this.#parts;
    const { details: _details, ...open } = entry;
    const sealed = this.#seal(entry, place);
    const envelope = encodeEntry(entry, place, sealed?.sealed, keys.operator);
    const leaf = leafHash(envelope);
    const grown = appendLeaf(edge, leaf);
    store.insertEntry({
      index: place.index,
      envelope,
      nodes: Buffer.concat(grown.completed),
      type: entry.type,
      runId: entry.runId ?? null,
      tenantId: entry.tenantId ?? null,
    });
    if (sealed !== undefined) store.insertSealed(place.index, sealed.blob);
    return {
      edge: grown.edge,
      entry: {
        ...open,
        index: place.index,
        time: place.time,
        actor: keys.operator.keyId,
        ...(sealed && { details: sealed.sealed }),
        leafHash: Buffer.from(leaf).toString('hex'),
      },
    };
  }

  #presentEdge(): TreeEdge {
    const { store, origin, keys } = this.#parts;
    const head = store.head();
    const tip = this.#tip;
    if (head === undefined) return emptyUnlessBegun(tip, store);
    if (tip !== undefined && Buffer.compare(tip.head.seal, head.seal) === 0) return tip.edge;
    if (tip !== undefined && tip.edge.size > head.size) throw shrunk(tip.edge.size, head.size);
    return sealedEdge(store, head, origin, keys);
  }

  #seal(entry: NewEntry, place: EntryPlace): ReturnType<typeof sealDetails> | undefined {
    if (entry.details === undefined) return undefined;
    if (entry.tenantId === undefined) throw new TypeError('Details need the tenant whose key seals them.');
    return sealDetails(entry.details, place, this.#tenantKey(entry.tenantId), this.#parts.ids);
  }

  #tenantKey(tenantId: string): SealKey {
    const { store, keys, ids } = this.#parts;
    const wrapped = store.tenantKey(tenantId);
    if (wrapped !== undefined) {
      const key = unwrapTenantKey(wrapped, tenantId, keys.sealing);
      if (key !== undefined) return key;
      throw new OperatorError('E_LEDGER_DAMAGED', {
        message: 'The key of a tenant does not open.',
        details: { tenantId },
      });
    }
    if (isShredded(store, tenantId)) throw new OperatorError('E_TENANT_SHREDDED', { details: { tenantId } });
    const fresh = newTenantKey(tenantId, keys.sealing, ids);
    store.putTenantKey({ tenantId, wrapped: fresh.wrapped });
    return fresh.key;
  }
}

function emptyUnlessBegun(tip: Tip | undefined, store: LedgerStore): TreeEdge {
  if (tip !== undefined) throw shrunk(tip.edge.size, 0);
  if (store.lastIndex() < 0) return EMPTY_EDGE;
  throw new OperatorError('E_LEDGER_DAMAGED', { message: 'There are entries, but no tree head.' });
}

const shrunk = (had: number, has: number): OperatorError =>
  new OperatorError('E_LEDGER_ROLLED_BACK', {
    message: `The ledger held ${had} entries a moment ago and now holds ${has}.`,
    details: { entries: has, before: had },
  });
