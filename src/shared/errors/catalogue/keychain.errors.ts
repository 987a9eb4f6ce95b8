import { errorEntries } from '../error-entry.ts';

export const keychainErrors = errorEntries({
  E_KEYCHAIN_UNAVAILABLE: {
    meaning: 'There is no keychain service on this machine, so secrets have no safe place to rest.',
    fix: 'Start the keychain service (on Linux gnome-keyring or KWallet in your session), or give a passphrase to use a passphrase vault instead.',
    who: 'You; DevOps team within 4 hours if the service does not start',
    exitCode: 7,
    retryable: true,
  },
  E_KEYCHAIN_LOCKED: {
    meaning: 'The keychain is locked and nobody unlocked it.',
    fix: "Unlock it (answer the system's prompt, or sign in to the desktop) and try again; for a passphrase vault give its passphrase. Nothing was changed.",
    who: 'You',
    exitCode: 7,
    retryable: true,
  },
  E_KEYCHAIN_WRONG_PASSPHRASE: {
    meaning: 'The passphrase does not open the vault.',
    fix: 'Give the passphrase this vault was made with. It cannot be recovered.',
    who: 'You',
    exitCode: 8,
    retryable: false,
  },
  E_KEYCHAIN_DAMAGED: {
    meaning:
      'The file that keeps the secrets, or the note of which keychain this home uses, was changed or is missing.',
    fix: 'Restore it from a backup of the home. If nobody changed it by hand, treat it as tampering and tell the security team.',
    who: 'Security team, within 1 hour',
    exitCode: 6,
    retryable: false,
  },
  E_KEYCHAIN_FOREIGN: {
    meaning: 'The keychain that answers is not the one this home was set up with.',
    fix: 'Use the operating system user and the machine this home belongs to, or restore the keychain from its backup.',
    who: 'You; DevOps team within 4 hours',
    exitCode: 6,
    retryable: false,
  },
  E_KEYCHAIN_BUSY: {
    meaning: 'Another process of this home has kept the keychain file to itself for too long.',
    fix: 'Close the other console or command, then try again. Nothing was changed.',
    who: 'You',
    exitCode: 7,
    retryable: true,
  },
  E_KEYCHAIN_WEAK_PASSPHRASE: {
    meaning: 'The passphrase is too short to protect a new vault.',
    fix: 'Choose one of at least 12 characters; several random words are good.',
    who: 'You',
    exitCode: 2,
    retryable: false,
  },
});
