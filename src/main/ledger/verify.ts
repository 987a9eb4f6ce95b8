import { availableParallelism } from 'node:os';
import { hasCode, type OperatorError } from '../../shared/errors/operator-error.ts';
import type { BadEntry, VerifyReport } from '../../shared/model/verify-report.ts';
import type { Keychain } from '../ports/keychain.port.ts';
import type { LedgerStore, StructuralFault } from '../ports/ledger-store.port.ts';
import { pinnedCheckpoint } from './anchor.ts';
import { badEntry, badLedger, earliest } from './bad-entry.ts';
import { openCheckpoint, signCheckpoint, type Checkpoint } from './checkpoint.ts';
import type { LedgerKeys } from './keys.ts';
import { edgeAt, rootOf } from './merkle-tree.ts';
import { nodesOf } from './stored-nodes.ts';
import { DetailsCheck } from './verify-details.ts';
import { inlinePool, threadPool } from './verify-pool.ts';
import { CHUNK_ENTRIES, scanEntries, type Scan, type VerifyOptions } from './verify-scan.ts';
import { takeSnapshot, type Snapshot } from './verify-snapshot.ts';

export type Verifiable = {
  readonly store: LedgerStore;
  readonly keychain: Keychain;
  readonly keys: LedgerKeys;
  /** The log's name. */
  readonly origin: string;
  /** How many entries are known to have been there; every ledger begins with one. */
  readonly knownSize?: number;
};

/** Below this many entries a thread would still be starting when all is done. */
const WORTH_THREADS = 4 * CHUNK_ENTRIES;

/** See `Ledger.verify`. */
export async function verifyLedger(ledger: Verifiable, options: VerifyOptions): Promise<VerifyReport> {
  const { keychain, origin, keys } = ledger;
  const pinned = await pinnedCheckpoint(keychain, { name: origin, publicKey: keys.log.publicKey });
  try {
    return await examine(ledger, pinned, options);
  } catch (error) {
    if (hasCode(error, 'E_LEDGER_DAMAGED')) return unreadable(error);
    throw error;
  }
}

async function examine(
  ledger: Verifiable,
  pinned: Checkpoint | undefined,
  options: VerifyOptions,
): Promise<VerifyReport> {
  const { store, origin, keys } = ledger;
  const snapshot = takeSnapshot(store, keys);
  const { size } = snapshot;
  const details = new DetailsCheck({ ...snapshot, log: origin, sealingKey: keys.sealing });
  let faults: readonly StructuralFault[] = [];
  const meanwhile = (): void => void (faults = store.structuralFaults());
  const { edge, bad: badInside } = await scan(ledger, { ...snapshot, details, meanwhile }, options);
  const structural = faults.map((fault) => ({ ...badLedger('store-damaged'), ...fault }));
  if (badInside !== undefined) {
    // The stored nodes may be anything then, so only the sizes can be compared.
    const standing = pinned !== undefined && pinned.size > size ? 'rolled-back' : 'none';
    return failed(size, causeOf(badInside, structural), standing);
  }
  const standing = standingOf(pinned, size, store);
  const beyond = store.sealedBetween(size, Number.MAX_SAFE_INTEGER);
  const bad = badEnd(ledger, snapshot, pinned, standing) ?? details.badRest(beyond) ?? structural[0];
  if (bad !== undefined) return failed(size, bad, standing);
  const root = rootOf(edge);
  const checkpoint = signCheckpoint({ origin, size, root }, keys.log);
  return { ok: true, entries: size, root: Buffer.from(root).toString('hex'), checkpoint, pinned: standing };
}

async function scan(
  { store, origin }: Verifiable,
  { size, trusted, details, meanwhile }: Snapshot & Pick<Scan, 'details' | 'meanwhile'>,
  options: VerifyOptions,
): ReturnType<typeof scanEntries> {
  const threads = Math.max(1, options.threads ?? availableParallelism());
  const context = { log: origin, trusted };
  const pool = size < WORTH_THREADS ? inlinePool(context) : threadPool(context, threads);
  try {
    return await scanEntries({ store, size, pool, ahead: 4 * threads, details, meanwhile }, options);
  } finally {
    await pool.close();
  }
}

/** Who may sign is searched for, so a signer may be unknown because the search was led astray. */
const causeOf = (bad: BadEntry, structural: readonly BadEntry[]): BadEntry =>
  (bad.what === 'signer-unknown' ? earliest([...structural, bad]) : undefined) ?? bad;

/** The log ends where it ended before, and is the one every checkpoint was made over. */
function badEnd(
  { store, origin, keys, knownSize = 1 }: Verifiable,
  { size, checkpoints }: Snapshot,
  pinned: Checkpoint | undefined,
  standing: VerifyReport['pinned'],
): BadEntry | undefined {
  if (standing === 'rolled-back') {
    return { ...badLedger('rolled-back'), ...(pinned && pinned.size > size && { index: size }) };
  }
  if (knownSize > size) return badEntry(size, 'entry-missing');
  const log = { name: origin, publicKey: keys.log.publicKey };
  for (const stored of checkpoints) {
    const checkpoint = openCheckpoint(stored.note, log);
    if (checkpoint?.size !== stored.size) return badLedger('checkpoint-differs');
    if (checkpoint.size > size) return badEntry(size, 'entry-missing');
    if (!isOver(checkpoint, store)) return badLedger('checkpoint-differs');
  }
  return undefined;
}

const isOver = ({ size, root }: Checkpoint, store: LedgerStore): boolean =>
  Buffer.compare(rootOf(edgeAt(size, nodesOf(store))), root) === 0;

function standingOf(
  pinned: Checkpoint | undefined,
  size: number,
  store: LedgerStore,
): VerifyReport['pinned'] {
  if (pinned === undefined) return 'none';
  if (pinned.size > size || !isOver(pinned, store)) return 'rolled-back';
  return pinned.size === size ? 'matches' : 'ahead';
}

const failed = (entries: number, firstBad: BadEntry, pinned: VerifyReport['pinned']): VerifyReport => ({
  ok: false,
  entries,
  root: '',
  firstBad,
  checkpoint: '',
  pinned,
});

/** The file gives something out that was never written; sometimes it can still be said where. */
function unreadable(error: OperatorError): VerifyReport {
  const { index } = error.details;
  const bad = { ...badLedger('store-damaged', error.message), ...(typeof index === 'number' && { index }) };
  return failed(0, bad, 'none');
}
