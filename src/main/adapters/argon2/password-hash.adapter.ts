import { hash } from '@node-rs/argon2';
import { Secret } from '../../../shared/model/secret.ts';
import type { PasswordHash } from '../../ports/password-hash.port.ts';

/** OWASP's first recommendation for argon2id, the package's default variant: 19 MiB, two passes, one lane. */
const options = { memoryCost: 19_456, timeCost: 2, parallelism: 1 } as const;

/** Hashes on a thread of the pool, so that the event loop goes on. */
export const argon2PasswordHash: PasswordHash = {
  hash: async (password) => new Secret(await hash(password.reveal(), options)),
};
