import { errorEntries } from '../error-entry.ts';

const brokerKey = { who: 'You, with the broker', exitCode: 1, retryable: false } as const;

export const shareErrors = errorEntries({
  E_SHARE_UNAVAILABLE: {
    meaning:
      'This way of handing a secret over cannot be used now: its program is not installed, or nobody is signed in to it.',
    fix: 'Sign in to it (`op signin`, `bw unlock`), or choose another channel. Nothing was shared.',
    who: 'You',
    exitCode: 7,
    retryable: true,
  },
  E_SHARE_REFUSED: {
    meaning: 'The channel refused to share the secret, and nothing is shared.',
    fix: 'Check your rights there, above all for the vault and for sharing with outsiders, or choose another channel.',
    who: 'You; DevOps team for the rights, within 1 day',
    exitCode: 1,
    retryable: true,
  },
  E_SHARE_IN_DOUBT: {
    meaning: 'Sharing failed midway: the secret may lie in the channel, but nobody was given the link.',
    fix: 'Resume the run: what is left there is removed, and the secret shared anew.',
    who: 'You',
    exitCode: 5,
    retryable: true,
    doubtful: true,
  },
  E_SHARE_KEY_UNREADABLE: {
    ...brokerKey,
    meaning: 'This is not one armoured OpenPGP public key.',
    fix: 'Ask the broker for the output of `gpg --armor --export ADDRESS`, and take it over whole.',
  },
  E_SHARE_KEY_PRIVATE: {
    ...brokerKey,
    meaning: 'This is a private key, which must never leave its owner.',
    fix: 'Tell the broker to revoke it, and ask for the public key of a new one.',
  },
  E_SHARE_KEY_EXPIRED: {
    ...brokerKey,
    meaning: 'The key has expired.',
    fix: 'Ask the broker for a key that is valid today.',
  },
  E_SHARE_KEY_REVOKED: {
    ...brokerKey,
    meaning: 'The owner has revoked this key.',
    fix: 'Ask the broker for their present key.',
  },
  E_SHARE_KEY_CANNOT_ENCRYPT: {
    ...brokerKey,
    meaning: 'The key has no valid part for encryption.',
    fix: 'Ask the broker for a key with an encryption subkey that is valid today.',
  },
  E_SHARE_KEY_MISMATCH: {
    ...brokerKey,
    meaning: "The key does not belong to the recipient's e-mail address.",
    fix: 'Ask the broker for the key of the address that the login uses, and compare the fingerprint by telephone.',
  },
});
