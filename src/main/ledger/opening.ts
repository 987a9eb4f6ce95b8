import { OperatorError } from '../../shared/errors/operator-error.ts';
import type { Keychain } from '../ports/keychain.port.ts';
import type { LedgerStore } from '../ports/ledger-store.port.ts';
import { pinnedCheckpoint, rolledBack } from './anchor.ts';
import { Appender } from './append.ts';
import type { LedgerParts } from './ledger-parts.ts';
import { parseEnvelope } from './dsse.ts';
import { payloadOf } from './entry-payload.ts';
import { createMissingKeys, KEYCHAIN_NAMES, loadKeys, type LedgerKeys } from './keys.ts';
import { formatVerifierKey } from './signed-note.ts';
import { EMPTY_TIP, presentTip, tipAt, type Tip } from './tip.ts';
import { IDENTITY_CREATED, identityData } from './trust.ts';

type Opening = Omit<LedgerParts, 'keys'> & { readonly keychain: Keychain };

/** An open ledger's keys, and how far it is known to be true. */
type Opened = { readonly keys: LedgerKeys; readonly tip: Tip; readonly begun: boolean };

/** The ledger in the store, which is begun when there is none. Errors: see `openLedger`. */
export async function beginOrReopen(opening: Opening): Promise<Opened> {
  const { store } = opening;
  if (store.size() > 0) return reopen(opening);
  return store.writeExclusively(() => (store.size() > 0 ? reopen(opening) : begin(opening)));
}

async function begin(opening: Opening): Promise<Opened> {
  const { keychain, ids, origin } = opening;
  if ((await keychain.get(KEYCHAIN_NAMES.checkpoint)) !== undefined) {
    throw new OperatorError('E_LEDGER_ROLLED_BACK', {
      message: 'The ledger is empty, but the keychain holds a checkpoint of it.',
      details: { log: origin },
    });
  }
  await createMissingKeys(keychain, ids);
  const keys = await loadKeys(keychain);
  const appender = new Appender({ ...opening, keys }, EMPTY_TIP);
  const log = formatVerifierKey({ name: origin, publicKey: keys.log.publicKey });
  appender.append(() => [{ type: IDENTITY_CREATED, data: { ...identityData(keys.operator), log } }]);
  return { keys, tip: appender.tip(), begun: true };
}

async function reopen(opening: Opening): Promise<Opened> {
  const { store, keychain, origin } = opening;
  const keys = await loadKeys(keychain);
  requireOwn(store, origin, keys);
  const pinned = await pinnedCheckpoint(keychain, { name: origin, publicKey: keys.log.publicKey });
  const tip = store.read(() => {
    const size = store.size();
    const trusted = pinned === undefined || pinned.size > size ? undefined : tipAt(pinned, opening);
    if (pinned !== undefined && trusted === undefined) throw rolledBack(pinned, size);
    return presentTip(trusted ?? EMPTY_TIP, { ...opening, keys });
  });
  return { keys, tip, begun: false };
}

/** The first entry says whose log this is. */
function requireOwn(store: LedgerStore, origin: string, keys: LedgerKeys): void {
  const stored = store.entry(0);
  const envelope = stored && parseEnvelope(stored.envelope);
  const payload = envelope && payloadOf(envelope);
  if (payload === undefined) {
    throw new OperatorError('E_LEDGER_DAMAGED', {
      message: 'The first entry is not as it was signed.',
      details: { index: 0 },
    });
  }
  if (payload.actor === keys.operator.keyId && payload.log === origin) return;
  throw new OperatorError('E_LEDGER_FOREIGN', { details: { log: payload.log, expected: origin } });
}
