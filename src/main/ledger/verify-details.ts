import { hash } from 'node:crypto';
import type { BadEntry, LedgerFault } from '../../shared/model/verify-report.ts';
import type { StoredBlob, StoredTenantKey } from '../ports/ledger-store.port.ts';
import { openDetails, unwrapTenantKey, type SealKey } from './sealing.ts';
import { badEntry, badLedger, type DetailsClaim } from './verify-chunk.ts';

type Context = {
  readonly log: string;
  readonly sealingKey: SealKey;
  readonly tenantKeys: readonly StoredTenantKey[];
  readonly shredded: ReadonlySet<string>;
};

/** Checks the sealed details against what the entries committed to. */
export class DetailsCheck {
  readonly #context: Context;
  /** Undefined: there, but it does not open. */
  readonly #keys: ReadonlyMap<string, SealKey | undefined>;

  constructor(context: Context) {
    this.#context = context;
    this.#keys = new Map(
      context.tenantKeys.map(({ tenantId, wrapped }) => [
        tenantId,
        unwrapTenantKey(wrapped, tenantId, context.sealingKey),
      ]),
    );
  }

  /** The first fault in a stretch of the log: `claims` and `blobs` of the same entries, in order. */
  firstBad(claims: readonly DetailsClaim[], blobs: readonly StoredBlob[]): BadEntry | undefined {
    const stored = new Map(blobs.map(({ index, blob }) => [index, blob]));
    const claimed = new Set(claims.map(({ index }) => index));
    const bad = claims
      .map((claim) => ({ index: claim.index, what: this.#faultOf(claim, stored.get(claim.index)) }))
      .find(({ what }) => what !== undefined);
    const extra = blobs.find(({ index }) => !claimed.has(index));
    const found = [bad, extra && { index: extra.index, what: 'details-unexpected' as const }];
    const [first] = found.filter((fault) => fault !== undefined).sort((a, b) => a.index - b.index);
    return first?.what && badEntry(first.index, first.what);
  }

  /** What is wrong apart from the entries: `beyond` are the blobs that belong to none, and the keys themselves. */
  badRest(beyond: readonly StoredBlob[]): BadEntry | undefined {
    const { shredded } = this.#context;
    if (beyond[0] !== undefined) return badEntry(beyond[0].index, 'details-unexpected');
    if ([...this.#keys.keys()].some((tenantId) => shredded.has(tenantId))) {
      return badLedger('tenant-key-returned', 'The key of a shredded tenant is back.');
    }
    return [...this.#keys.values()].includes(undefined)
      ? badLedger('tenant-key-damaged', 'The key of a tenant does not open.')
      : undefined;
  }

  #faultOf(claim: DetailsClaim, blob: Uint8Array | undefined): LedgerFault | undefined {
    if (blob === undefined) return 'details-missing';
    if (hash('sha256', blob) !== claim.digest) return 'details-damaged';
    const { log, shredded } = this.#context;
    if (!this.#keys.has(claim.tenantId)) {
      return shredded.has(claim.tenantId) ? undefined : 'tenant-key-missing';
    }
    if (shredded.has(claim.tenantId)) return 'tenant-key-returned';
    const key = this.#keys.get(claim.tenantId);
    if (key === undefined) return 'tenant-key-damaged';
    const place = { log, index: claim.index };
    return openDetails(blob, claim, place, key) === undefined ? 'details-damaged' : undefined;
  }
}
