import { OperatorError } from '../../shared/errors/operator-error.ts';
import type { LedgerEntry, NewEntry } from '../../shared/model/ledger-entry.ts';
import type { Clock } from '../ports/clock.port.ts';
import type { FailPoints } from '../ports/fail-points.port.ts';
import type { IdSource } from '../ports/id-source.port.ts';
import type { LedgerStore } from '../ports/ledger-store.port.ts';
import { encodeEntry } from './entry.ts';
import type { EntryPlace } from './entry-payload.ts';
import type { LedgerKeys } from './keys.ts';
import { appendLeaf, leafHash } from './merkle-tree.ts';
import { newTenantKey, sealDetails, unwrapTenantKey, type SealKey } from './sealing.ts';
import { isShredded } from './shredding.ts';
import { presentTip, type Tip } from './tip.ts';

/** What every part of an open ledger works on. */
export type LedgerParts = {
  readonly store: LedgerStore;
  readonly keys: LedgerKeys;
  readonly clock: Clock;
  readonly ids: IdSource;
  /** The log's name: `<organisation>/tenant-console/<console-id>`. */
  readonly origin: string;
  /** For tests that kill the process; none in the product. */
  readonly failPoints?: FailPoints | undefined;
};

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
   * Durable when it returns.
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
    return sealDetails(details, place, this.#tenantKey(tenantId), this.#parts.ids);
  }

  #tenantKey(tenantId: string): SealKey {
    const { store, keys, ids } = this.#parts;
    const wrapped = store.tenantKey(tenantId);
    const key = wrapped && unwrapTenantKey(wrapped, tenantId, keys.sealing);
    if (key !== undefined) return key;
    if (wrapped !== undefined) throw keyDamaged(tenantId);
    if (isShredded(store, tenantId)) throw new OperatorError('E_TENANT_SHREDDED', { details: { tenantId } });
    const fresh = newTenantKey(tenantId, keys.sealing, ids);
    store.putTenantKey({ tenantId, wrapped: fresh.wrapped });
    return fresh.key;
  }
}

const hex = (bytes: Uint8Array): string => Buffer.from(bytes).toString('hex');

const keyDamaged = (tenantId: string): OperatorError =>
  new OperatorError('E_LEDGER_DAMAGED', {
    message: 'The key of a tenant does not open.',
    details: { tenantId },
  });
