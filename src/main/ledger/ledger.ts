import { OperatorError } from '../../shared/errors/operator-error.ts';
import type { JsonObject } from '../../shared/model/json.ts';
import type { LedgerEntry, NewEntry } from '../../shared/model/ledger-entry.ts';
import type { VerifyReport } from '../../shared/model/verify-report.ts';
import type { Clock } from '../ports/clock.port.ts';
import type { FailPoints } from '../ports/fail-points.port.ts';
import type { IdSource } from '../ports/id-source.port.ts';
import type { Keychain } from '../ports/keychain.port.ts';
import type { EntryFilter, LedgerStore } from '../ports/ledger-store.port.ts';
import { beginOrReopen } from './opening.ts';
import { loadKeys } from './keys.ts';
import { StoredLedger } from './stored-ledger.ts';
import type { VerifyOptions } from './verify-scan.ts';
import { verifyLedger } from './verify.ts';

export type { LedgerEntry, NewEntry } from '../../shared/model/ledger-entry.ts';
export type { EntryFilter } from '../ports/ledger-store.port.ts';

export type { VerifyOptions } from './verify-scan.ts';

/**
 * The signed, append-only log of everything the console did (C2, L9, L10): DSSE entries in an RFC 6962 tree.
 *
 * Errors of any call: `E_LEDGER_BUSY`, `E_LEDGER_DISK_FULL`, `E_LEDGER_UNAVAILABLE`, `E_LEDGER_DAMAGED`.
 */
export type Ledger = {
  /**
   * Signs and stores all of `entries`, or none, in one transaction at the end of the present tree; durable when it
   * resolves. `E_ENTRY_TOO_LARGE`, `E_TENANT_SHREDDED` (details for a tenant whose key is gone), `E_LEDGER_ROLLED_BACK`.
   */
  append(...entries: readonly NewEntry[]): Promise<readonly LedgerEntry[]>;
  /**
   * For work that goes on in several lanes at once: until it is done, what they append at about the same time is made durable by
   * one sync, off this thread. Each append still resolves when its own entries are durable, a little later than alone.
   */
  sharing<T>(work: () => Promise<T>): Promise<T>;
  /** The entries that fit the filter, in order of index; all without one. Their bytes fit their leaf hash. */
  entries(filter?: EntryFilter): readonly LedgerEntry[];
  entry(index: number): LedgerEntry | undefined;
  /** The DSSE envelope of an entry, as it was signed. `E_ENTRY_NOT_FOUND`. */
  envelope(index: number): Uint8Array;
  size(): number;
  /** The sealed details; undefined when the entry has none. */
  unseal(entry: LedgerEntry): Promise<JsonObject | 'shredded' | undefined>;
  /** Destroys the tenant's key for good and says so in an entry. Every proof still holds. Safe to repeat. */
  shred(tenantId: string): Promise<void>;
  /** Checks every byte that matters and names the first bad entry; damage is an answer here, not an error. */
  verify(options?: VerifyOptions): Promise<VerifyReport>;
  /** C2SP tlog-checkpoint over the present tree, as a signed note. */
  checkpoint(): string;
  /** Pins the newest checkpoint in the keychain and returns it. `E_LEDGER_ROLLED_BACK` when a newer one is pinned. */
  anchor(): Promise<string>;
  /** C2SP tlog-proof of an entry under the present checkpoint. `E_ENTRY_NOT_FOUND`. */
  proof(index: number): string;
  /** RFC 6962 §2.1.2 between two tree sizes, base64; `to` is the present size when left out. `E_ENTRY_NOT_FOUND`. */
  consistency(from: number, to?: number): readonly string[];
  /** The key that verifies checkpoints, as golang.org/x/mod/sumdb/note writes it. */
  verifierKey(): string;
  /** Writes the log as C2SP tlog-tiles: `checkpoint`, `tile/<L>/<N>`, `tile/entries/<N>`. */
  exportTiles(dir: string): Promise<{ readonly entries: number; readonly files: number }>;
  /**
   * Calls `listener` with each entry from now on, in order, once; those of other processes at the next append or poll.
   * A listener that throws is a defect of its own and fails no append.
   */
  subscribe(listener: (entry: LedgerEntry) => void): () => void;
  /** Delivers to the subscribers what came since the last delivery, and returns it. */
  poll(): readonly LedgerEntry[];
  /** Anchors when something was appended since the last anchor, then lets go of the store. */
  close(): Promise<void>;
};

export type LedgerOptions = {
  readonly store: LedgerStore;
  readonly keychain: Keychain;
  readonly clock: Clock;
  readonly ids: IdSource;
  /** Host-like name of whose log it is: `pensions.example`. */
  readonly organisation: string;
  /** Which console of that organisation. */
  readonly consoleId: string;
  /** For tests that kill the process; none in the product. */
  readonly failPoints?: FailPoints | undefined;
};

/**
 * Opens the ledger of a home; the first time, makes its keys in the keychain and begins it with the operator's
 * identity. Checks the tree against its pinned checkpoint and the entries since
 * then; every entry is `verify`'s work.
 *
 * Errors: `E_LEDGER_KEYS_MISSING`, `E_LEDGER_FOREIGN`, `E_LEDGER_ROLLED_BACK`, `E_LEDGER_DAMAGED`, `E_INVALID_INPUT`
 * (a name that cannot be part of an origin), and those of the keychain.
 */
export async function openLedger(options: LedgerOptions): Promise<Ledger> {
  const { store, keychain, clock, ids, failPoints } = options;
  const origin = logOrigin(options);
  const { keys, tip, begun } = await beginOrReopen({ store, keychain, clock, ids, origin });
  const ledger = new StoredLedger({ store, keychain, clock, ids, origin, keys, failPoints }, tip);
  if (begun) await ledger.anchor();
  return ledger;
}

/**
 * The verdict of `Ledger.verify` over a ledger that may be too damaged to be opened. `E_LEDGER_KEYS_MISSING`, the
 * errors of the keychain, `E_LEDGER_FOREIGN` (the pinned checkpoint is of another log).
 */
export async function examineLedger(
  options: Pick<LedgerOptions, 'store' | 'keychain' | 'organisation' | 'consoleId'>,
  verifyOptions: VerifyOptions = {},
): Promise<VerifyReport> {
  const { store, keychain } = options;
  const keys = await loadKeys(keychain);
  return verifyLedger({ store, keychain, keys, origin: logOrigin(options) }, verifyOptions);
}

/** The log's name (DESIGN §4). `E_INVALID_INPUT` when a part has spaces, a plus or a slash. */
export function logOrigin(owner: { readonly organisation: string; readonly consoleId: string }): string {
  for (const [field, value] of Object.entries({
    organisation: owner.organisation,
    consoleId: owner.consoleId,
  })) {
    if (/^[\w.~-]+$/.test(value)) continue;
    throw new OperatorError('E_INVALID_INPUT', {
      message: 'Organisation and console id are made of letters, digits, and . _ ~ - alone.',
      details: { field },
    });
  }
  return `${owner.organisation}/tenant-console/${owner.consoleId}`;
}
