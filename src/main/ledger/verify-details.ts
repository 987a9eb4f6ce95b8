import { hash } from 'node:crypto';
import type { BadEntry, LedgerFault } from '../../shared/model/verify-report.ts';
import type { StoredBlob, StoredTenantKey } from '../ports/ledger-store.port.ts';
import { badEntry, badLedger, earliest } from './bad-entry.ts';
import { openDetails, unwrapTenantKey, type SealKey } from './sealing.ts';
import type { DetailsClaim } from './verify-chunk.ts';

type Context = {
  readonly log: string;
  readonly sealingKey: SealKey;
  readonly tenantKeys: readonly StoredTenantKey[];
};

/** Checks the sealed details against what the entries committed to. */
export class DetailsCheck {
  readonly #log: string;
  /** Undefined: there, but it does not open. */
  readonly #keys: ReadonlyMap<string, SealKey | undefined>;
  /** The first entry of each tenant whose details nobody can open. */
  readonly #unopened = new Map<string, number>();
  readonly #shredded = new Set<string>();

  constructor({ log, sealingKey, tenantKeys }: Context) {
    this.#log = log;
    this.#keys = new Map(
      tenantKeys.map(({ tenantId, wrapped }) => [tenantId, unwrapTenantKey(wrapped, tenantId, sealingKey)]),
    );
  }

  /** The first fault in a stretch of the log, taken in order: what its entries claim, and the blobs stored for them. */
  firstBad(
    claims: readonly DetailsClaim[],
    shredded: readonly string[],
    blobs: readonly StoredBlob[],
  ): BadEntry | undefined {
    for (const tenantId of shredded) this.#shredded.add(tenantId);
    const stored = new Map(blobs.map(({ index, blob }) => [index, blob]));
    const claimed = new Set(claims.map(({ index }) => index));
    const unclaimed = blobs.find(({ index }) => !claimed.has(index));
    const faults = claims.map((claim) => {
      const what = this.#faultOf(claim, stored.get(claim.index));
      return what && badEntry(claim.index, what);
    });
    return earliest([...faults, unclaimed && badEntry(unclaimed.index, 'details-unexpected')]);
  }

  /** What can only be said when the whole log was read; `beyond` are the blobs that belong to no entry. */
  badRest(beyond: readonly StoredBlob[]): BadEntry | undefined {
    const lost = [...this.#unopened].filter(([tenantId]) => !this.#shredded.has(tenantId));
    const keys = [...this.#keys];
    return earliest([
      ...lost.map(([, index]) => badEntry(index, 'tenant-key-missing')),
      beyond[0] && badEntry(beyond[0].index, 'details-unexpected'),
      keys.some(([tenantId]) => this.#shredded.has(tenantId)) ? badLedger('tenant-key-returned') : undefined,
      keys.some(([, key]) => key === undefined) ? badLedger('tenant-key-damaged') : undefined,
    ]);
  }

  #faultOf(claim: DetailsClaim, blob: Uint8Array | undefined): LedgerFault | undefined {
    const { index, tenantId, digest } = claim;
    if (blob === undefined) return 'details-missing';
    if (hash('sha256', blob) !== digest) return 'details-damaged';
    if (!this.#keys.has(tenantId)) {
      this.#unopened.set(tenantId, Math.min(index, this.#unopened.get(tenantId) ?? index));
      return undefined;
    }
    const key = this.#keys.get(tenantId);
    if (key === undefined) return 'tenant-key-damaged';
    return openDetails(blob, claim, { log: this.#log, index }, key) === undefined
      ? 'details-damaged'
      : undefined;
  }
}
