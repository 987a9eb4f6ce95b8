import { hash, verify } from '@node-rs/argon2';
import { createHash } from 'node:crypto';

/** OWASP's first choice for argon2id: 19 MiB, two passes, one lane (the library's defaults, here by name). */
const ARGON2ID = { algorithm: 2, memoryCost: 19_456, timeCost: 2, parallelism: 1 } as const;

export const MINIMUM_PASSWORD_LENGTH = 12;

export const hashPassword = (password: string): Promise<string> => hash(password, ARGON2ID);

export const verifyPassword = (passwordHash: string, password: string): Promise<boolean> =>
  verify(passwordHash, password);

/** Ties a session to a password without telling anything of either: a changed password ends the older sessions. */
export const passwordMark = (passwordHash: string): string =>
  createHash('sha256').update(passwordHash).digest('base64url').slice(0, 16);
