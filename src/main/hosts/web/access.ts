import { createHash, timingSafeEqual } from 'node:crypto';
import type { Console } from '../../compose.ts';

/** More browsers than one person has open; the oldest is let go first. */
const MOST_SESSIONS = 16;
const SECRET_BYTES = 32;

type Digest = Buffer;
type Chance = Pick<Console['ids'], 'bytes'>;

/**
 * Who was let in: a one-time token in the address becomes a session in a cookie. Both are 256 random bits, only their digests are
 * kept, and both end with the process.
 */
export class Access {
  readonly #ids: Chance;
  #tokens: readonly Digest[] = [];
  #sessions: readonly Digest[] = [];

  constructor(ids: Chance) {
    this.#ids = ids;
  }

  /** A token that opens one session, once. A newer one takes its place. */
  newToken(): string {
    const token = this.#secret();
    this.#tokens = [digestOf(token)];
    return token;
  }

  /** The value of a session cookie for a token that was not used before. */
  redeem(token: string): string | undefined {
    if (!includes(this.#tokens, token)) return undefined;
    this.#tokens = [];
    const session = this.#secret();
    this.#sessions = [...this.#sessions, digestOf(session)].slice(-MOST_SESSIONS);
    return session;
  }

  isSession(cookie: string | undefined): boolean {
    return cookie !== undefined && includes(this.#sessions, cookie);
  }

  #secret(): string {
    return Buffer.from(this.#ids.bytes(SECRET_BYTES)).toString('base64url');
  }
}

const digestOf = (secret: string): Digest => createHash('sha256').update(secret).digest();

function includes(known: readonly Digest[], secret: string): boolean {
  const digest = digestOf(secret);
  return known.some((each) => timingSafeEqual(each, digest));
}
