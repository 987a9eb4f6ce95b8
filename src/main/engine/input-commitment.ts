import { createHmac } from 'node:crypto';
import canonicalize from 'canonicalize';

/**
 * Binds a plan to an intake without telling what it says: HMAC-SHA-256 of the intake's canonical JSON (RFC 8785) under a
 * salt that is sealed with the intake. Lower-case hex.
 */
export const commitTo = (input: unknown, saltHex: string): string =>
  createHmac('sha256', Buffer.from(saltHex, 'hex'))
    .update(canonicalize(input) ?? '')
    .digest('hex');
