import type { Secret } from '../../shared/model/secret.ts';

/** Turns a password into what a portal keeps of it: argon2id in the PHC string format (P7). */
export type PasswordHash = {
  hash(password: Secret): Promise<Secret>;
};
