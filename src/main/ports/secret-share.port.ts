import type { ShareChannel } from '../../shared/model/hand-over.ts';
import type { Secret } from '../../shared/model/secret.ts';

export type ShareRequest = {
  /**
   * Names this very hand-over; run and step ids make a good one. Letters, digits, `.`, `_` and `-`, at most 128 characters.
   * Sharing again with the same key withdraws what the earlier attempt left, so that a retry leaves one share.
   */
  readonly key: string;
  /** Whoever is to receive it. An OpenPGP key must belong to this address; no channel puts it where others can read it. */
  readonly recipient: { readonly name?: string; readonly email: string };
  /** What the recipient reads as title. No secret, no personal data. */
  readonly label: string;
  /** From then on the share must not open any more. */
  readonly expiresAt: Date;
  /** The recipient's armoured public key (RFC 9580); OpenPGP cannot do without. */
  readonly openpgpKey?: string;
};

/** What may be recorded about a share: no secret, no link that opens it, no personal data. */
export type ShareReceipt = {
  readonly channel: ShareChannel;
  /** The channel's own id of the share: an item id, a send id, a file's name. */
  readonly reference: string;
  /** ISO 8601, UTC. Absent when the channel cannot expire anything: a file, a phone call. */
  readonly expiresAt?: string;
};

export type Shared = {
  readonly receipt: ShareReceipt;
  /** The link for the recipient. Whoever holds it may open the share, so it is shown once and never recorded. */
  readonly link?: Secret;
  /** Absolute path of the encrypted file for the recipient. */
  readonly file?: string;
};

export type ShareAvailability = { readonly ok: true } | { readonly ok: false; readonly reason: string };

/**
 * One secure channel.
 *
 * Errors: `E_SHARE_UNAVAILABLE` (not installed or not signed in; nothing was shared), `E_SHARE_REFUSED` (the channel said no;
 * nothing is shared), `E_SHARE_IN_DOUBT` (it failed midway: share again with the same key, or withdraw), `E_INVALID_INPUT` for a
 * key that is not as described; for OpenPGP
 * `E_SHARE_KEY_UNREADABLE`, `E_SHARE_KEY_PRIVATE`, `E_SHARE_KEY_EXPIRED`, `E_SHARE_KEY_REVOKED`, `E_SHARE_KEY_CANNOT_ENCRYPT`, `E_SHARE_KEY_MISMATCH`.
 */
export type SecretShare = {
  readonly channel: ShareChannel;
  /** Whether the channel can be used now, and in plain words why not. Changes nothing. */
  available(): Promise<ShareAvailability>;
  /** Makes the secret available to the recipient. With `manual` the host reveals it; the port only answers with the receipt. */
  share(secret: Secret, request: ShareRequest): Promise<Shared>;
  /** Removes what was shared under this key, and nothing else. Answers how many shares there were; safe to run twice. */
  withdraw(key: string): Promise<number>;
};
