import { createHash, createHmac, pbkdf2 } from 'node:crypto';
import { promisify } from 'node:util';
import type { Secret } from '../../../shared/model/secret.ts';

const ITERATIONS = 4096;
const BYTES = 32;

/**
 * What PostgreSQL keeps of a password (RFC 5803; `src/common/scram-common.c`). Sent in place of the password, it keeps that out
 * of the server's log of statements. The password must be plain ASCII, which SASLprep leaves as it is.
 */
export async function scramVerifier(password: Secret, salt: Uint8Array): Promise<string> {
  const salted = await promisify(pbkdf2)(password.reveal(), salt, ITERATIONS, BYTES, 'sha256');
  const keyed = (word: string) => createHmac('sha256', salted).update(word).digest();
  const stored = createHash('sha256').update(keyed('Client Key')).digest('base64');
  const salt64 = Buffer.from(salt).toString('base64');
  return `SCRAM-SHA-256$${ITERATIONS}:${salt64}$${stored}:${keyed('Server Key').toString('base64')}`;
}
