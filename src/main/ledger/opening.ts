import { OperatorError } from '../../shared/errors/operator-error.ts';
import type { Keychain } from '../ports/keychain.port.ts';
import type { LedgerStore } from '../ports/ledger-store.port.ts';
import { comparePinned, pinnedCheckpoint, rolledBack } from './anchor.ts';
import { Appender, type LedgerParts } from './append.ts';
import { parseEnvelope } from './dsse.ts';
import { decodeEntry, payloadOf } from './entry.ts';
import { createMissingKeys, KEYCHAIN_NAMES, loadKeys, type LedgerKeys } from './keys.ts';
import { formatVerifierKey } from './signed-note.ts';
import { nodesOf, sealedEdge } from './tree-head.ts';
import { IDENTITY_CREATED, identityData } from './trust.ts';

type Opening = Omit<LedgerParts, 'keys'> & { readonly keychain: Keychain };
type Opened = { readonly keys: LedgerKeys; readonly begun: boolean };

/** The keys of the ledger in the store, which is begun when there is none. Errors: see `openLedger`. */
export async function beginOrReopen(opening: Opening): Promise<Opened> {
  const { store } = opening;
  if (store.head() !== undefined) return reopen(opening);
  return store.writeExclusively(() => (store.head() === undefined ? begin(opening) : reopen(opening)));
}

async function begin(opening: Opening): Promise<Opened> {
  const { store, keychain, ids, origin } = opening;
  if (store.lastIndex() >= 0) {
    throw new OperatorError('E_LEDGER_DAMAGED', { message: 'There are entries, but no tree head.' });
  }
  if ((await keychain.get(KEYCHAIN_NAMES.checkpoint)) !== undefined) {
    throw new OperatorError('E_LEDGER_ROLLED_BACK', {
      message: 'The ledger is empty, but the keychain holds a checkpoint of it.',
      details: { log: origin },
    });
  }
  await createMissingKeys(keychain, ids);
  const keys = await loadKeys(keychain);
  const log = formatVerifierKey({ name: origin, publicKey: keys.log.publicKey });
  const data = { ...identityData(keys.operator), log };
  new Appender({ ...opening, keys }).append(() => [{ type: IDENTITY_CREATED, data }]);
  return { keys, begun: true };
}

async function reopen(opening: Opening): Promise<Opened> {
  const { store, keychain, origin } = opening;
  const keys = await loadKeys(keychain);
  store.read(() => checkGenesis(store, origin, keys));
  const pinned = await pinnedCheckpoint(keychain, { name: origin, publicKey: keys.log.publicKey });
  const head = store.head();
  if (head === undefined) throw new OperatorError('E_LEDGER_DAMAGED');
  sealedEdge(store, head, origin, keys);
  if (pinned !== undefined && comparePinned(pinned, head.size, nodesOf(store)) === 'rolled-back') {
    throw rolledBack(pinned, head.size);
  }
  return { keys, begun: false };
}

/** The first entry says whose log this is. */
function checkGenesis(store: LedgerStore, origin: string, keys: LedgerKeys): void {
  const stored = store.entry(0);
  if (stored === undefined) {
    throw new OperatorError('E_LEDGER_DAMAGED', {
      message: 'The first entry is missing.',
      details: { index: 0 },
    });
  }
  const { actor } = decodeEntry(stored);
  const envelope = parseEnvelope(stored.envelope);
  const log = envelope && payloadOf(envelope)?.log;
  if (actor === keys.operator.keyId && log === origin) return;
  throw new OperatorError('E_LEDGER_FOREIGN', { details: { log: log ?? '', expected: origin } });
}
