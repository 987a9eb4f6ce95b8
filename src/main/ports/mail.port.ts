/** One e-mail. It never holds a password: credentials travel by the secret-share port (P9, P10). */
export type MailMessage = {
  /** Address alone or `Name <address>` (RFC 5322 mailbox). */
  readonly from: string;
  /** One address. */
  readonly to: string;
  readonly subject: string;
  readonly text: string;
  readonly html?: string;
  /**
   * Names this very message, at most 256 characters; run and step ids make a good one. Sending again with the same key and
   * the same content within 24 hours delivers nothing twice and answers with the first id.
   */
  readonly idempotencyKey: string;
};

/** How far a message has come. `delivered`, `bounced`, `complained`, `failed` and `cancelled` are final or as good as. */
export type MailState =
  | 'scheduled'
  | 'queued'
  | 'sent'
  | 'delayed'
  | 'delivered'
  | 'bounced'
  | 'complained'
  | 'suppressed'
  | 'failed'
  | 'cancelled';

/**
 * The mail service.
 *
 * Errors: `E_MAIL_UNREACHABLE` (nothing was sent), `E_MAIL_AUTH` (the key is refused), `E_MAIL_REJECTED` (the message is
 * refused: address, sender's domain, or another content under a used key), `E_MAIL_RATE_LIMITED`, `E_MAIL_IN_DOUBT` (the connection
 * ended before the answer: sending again with the same key settles it within 24 hours).
 */
export type Mail = {
  /** Hands one message to the service and answers with the service's id of it. Accepted is not yet delivered. */
  send(message: MailMessage): Promise<{ readonly id: string }>;
  /** What the service says of a message; `undefined` when it knows none by this id. */
  observe(id: string): Promise<MailState | undefined>;
  /** The newest messages to this address that the service knows, newest first; looks back over a bounded number of messages. */
  sentTo(address: string): Promise<readonly { readonly id: string; readonly subject: string }[]>;
  /** What a message says: subject, text and HTML. `undefined` when the service knows none by this id. */
  wordsOf(id: string): Promise<string | undefined>;
};
