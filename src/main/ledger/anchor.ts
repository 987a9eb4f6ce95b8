import { OperatorError } from '../../shared/errors/operator-error.ts';
import { Secret } from '../../shared/model/secret.ts';
import type { Keychain } from '../ports/keychain.port.ts';
import { openCheckpoint, type Checkpoint } from './checkpoint.ts';
import { KEYCHAIN_NAMES } from './keys.ts';
import type { NoteVerifier } from './signed-note.ts';

/** The checkpoint pinned in the keychain. `E_LEDGER_FOREIGN` when it is not one of this log. */
export async function pinnedCheckpoint(
  keychain: Keychain,
  log: NoteVerifier,
): Promise<Checkpoint | undefined> {
  const note = await keychain.get(KEYCHAIN_NAMES.checkpoint);
  if (note === undefined) return undefined;
  const checkpoint = openCheckpoint(note.reveal(), log);
  if (checkpoint !== undefined) return checkpoint;
  throw new OperatorError('E_LEDGER_FOREIGN', {
    message: 'The checkpoint in the keychain is not one of this log.',
    details: { log: log.name },
  });
}

export const pinCheckpoint = (keychain: Keychain, note: string): Promise<void> =>
  keychain.set(KEYCHAIN_NAMES.checkpoint, new Secret(note));

/** The ledger is shorter than it was when the checkpoint was made, or another one. */
export const rolledBack = (pinned: Checkpoint, size: number): OperatorError =>
  new OperatorError('E_LEDGER_ROLLED_BACK', {
    message:
      pinned.size > size
        ? `The ledger holds ${size} entries; the checkpoint in the keychain was made over ${pinned.size}.`
        : `The first ${pinned.size} entries are not the ones the checkpoint in the keychain was made over.`,
    details: { entries: size, pinned: pinned.size },
  });
