import { availableParallelism } from 'node:os';
import { hasCode, type OperatorError } from '../../shared/errors/operator-error.ts';
import type { BadEntry, VerifyReport } from '../../shared/model/verify-report.ts';
import type { Keychain } from '../ports/keychain.port.ts';
import type { LedgerStore } from '../ports/ledger-store.port.ts';
import { comparePinned, pinnedCheckpoint } from './anchor.ts';
import { signCheckpoint, type Checkpoint } from './checkpoint.ts';
import type { LedgerKeys } from './keys.ts';
import type { VerifyOptions } from './ledger.ts';
import { rootOf, type TreeEdge } from './merkle-tree.ts';
import { nodesOf } from './tree-head.ts';
import { badEntry, badLedger } from './verify-chunk.ts';
import { DetailsCheck } from './verify-details.ts';
import { inlinePool, threadPool, type ChunkPool } from './verify-pool.ts';
import { CHUNK_ENTRIES, scanEntries } from './verify-scan.ts';
import { takeSnapshot, type Snapshot } from './verify-snapshot.ts';

export type Verifiable = {
  readonly store: LedgerStore;
  readonly keychain: Keychain;
  readonly keys: LedgerKeys;
  /** The log's name. */
  readonly origin: string;
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
    if (hasCode(error, 'E_LEDGER_DAMAGED')) return unreadable(error, pinned);
    throw error;
  }
}

async function examine(
  ledger: Verifiable,
  pinned: Checkpoint | undefined,
  options: VerifyOptions,
): Promise<VerifyReport> {
  const { store, origin, keys } = ledger;
  const snapshot = takeSnapshot(store, origin, keys);
  const details = new DetailsCheck({ ...snapshot, log: origin, sealingKey: keys.sealing });
  const scanned = await scan(ledger, snapshot, details, options);
  const root = rootOf(scanned.edge);
  const standing = scanned.bad === undefined ? comparePinned(pinned, snapshot.size, nodesOf(store)) : 'none';
  const bad =
    scanned.bad ?? headFault(snapshot, scanned.edge) ?? details.badKey() ?? otherFault(store, standing);
  return {
    ok: bad === undefined,
    entries: snapshot.size,
    root: scanned.bad === undefined ? Buffer.from(root).toString('hex') : '',
    ...(bad && { firstBad: bad }),
    checkpoint: bad === undefined ? signCheckpoint({ origin, size: snapshot.size, root }, keys.log) : '',
    pinned: standing,
  };
}

async function scan(
  { store, origin }: Verifiable,
  { size, trusted }: Snapshot,
  details: DetailsCheck,
  options: VerifyOptions,
): ReturnType<typeof scanEntries> {
  const threads = Math.max(1, options.threads ?? availableParallelism());
  const context = { log: origin, trusted };
  const pool: ChunkPool = size < WORTH_THREADS ? inlinePool(context) : threadPool(context, threads);
  try {
    return await scanEntries({ store, size, pool, ahead: 4 * threads, details }, options);
  } finally {
    await pool.close();
  }
}

/** The head is sealed, covers all there is, and is the head of what there is. */
function headFault({ head, size, lastIndex }: Snapshot, edge: TreeEdge): BadEntry | undefined {
  if (head === undefined) return badLedger('head-damaged');
  if (Buffer.compare(head.root, rootOf(edge)) !== 0) return badLedger('root-differs');
  return lastIndex >= size ? badEntry(size, 'entry-beyond-head') : undefined;
}

function otherFault(store: LedgerStore, pinned: VerifyReport['pinned']): BadEntry | undefined {
  if (pinned === 'rolled-back') return badLedger('rolled-back');
  const [fault] = store.structuralFaults();
  return fault === undefined ? undefined : badLedger('store-damaged', fault);
}

/** The file gives something out that was never written; sometimes it can still be said where. */
function unreadable(error: OperatorError, pinned: Checkpoint | undefined): VerifyReport {
  const { index } = error.details;
  const bad =
    typeof index === 'number' ? badEntry(index, 'store-damaged') : badLedger('store-damaged', error.message);
  const standing = pinned === undefined ? 'none' : 'rolled-back';
  return { ok: false, entries: 0, root: '', firstBad: bad, checkpoint: '', pinned: standing };
}
