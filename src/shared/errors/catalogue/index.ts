import type { ErrorEntry } from '../error-entry.ts';
import { databaseErrors } from './database.errors.ts';
import { generalErrors } from './general.errors.ts';
import { keychainErrors } from './keychain.errors.ts';
import { portalErrors } from './portal.errors.ts';
import { runErrors } from './run.errors.ts';
import { tenancyErrors } from './tenancy.errors.ts';

/** Every code the console can answer with. A code is never reused for another meaning. */
export const errorCatalogue = {
  ...generalErrors,
  ...databaseErrors,
  ...keychainErrors,
  ...portalErrors,
  ...runErrors,
  ...tenancyErrors,
} as const satisfies Record<string, ErrorEntry>;

export type ErrorCode = keyof typeof errorCatalogue;

export const isErrorCode = (code: string): code is ErrorCode => Object.hasOwn(errorCatalogue, code);
