import type { ErrorEntry } from '../error-entry.ts';
import { cliErrors } from './cli.errors.ts';
import { connectionErrors } from './connection.errors.ts';
import { consoleErrors } from './console.errors.ts';
import { databaseErrors } from './database.errors.ts';
import { databaseTenancyErrors } from './database-tenancy.errors.ts';
import { approvalErrors } from './approval.errors.ts';
import { certificateErrors } from './certificate.errors.ts';
import { generalErrors } from './general.errors.ts';
import { hostErrors } from './hosts.errors.ts';
import { isolationErrors } from './isolation.errors.ts';
import { keychainErrors } from './keychain.errors.ts';
import { mailErrors } from './mail.errors.ts';
import { portalErrors } from './portal.errors.ts';
import { ledgerErrors } from './ledger.errors.ts';
import { objectStoreErrors } from './object-store.errors.ts';
import { offboardErrors } from './offboard.errors.ts';
import { policyErrors } from './policy.errors.ts';
import { runErrors } from './run.errors.ts';
import { sandboxErrors } from './sandbox.errors.ts';
import { shareErrors } from './share.errors.ts';
import { tenancyErrors } from './tenancy.errors.ts';

/** Every code the console can answer with. A code is never reused for another meaning. */
export const errorCatalogue = {
  ...approvalErrors,
  ...certificateErrors,
  ...generalErrors,
  ...cliErrors,
  ...connectionErrors,
  ...consoleErrors,
  ...databaseErrors,
  ...databaseTenancyErrors,
  ...hostErrors,
  ...isolationErrors,
  ...keychainErrors,
  ...ledgerErrors,
  ...mailErrors,
  ...objectStoreErrors,
  ...offboardErrors,
  ...portalErrors,
  ...policyErrors,
  ...runErrors,
  ...sandboxErrors,
  ...shareErrors,
  ...tenancyErrors,
} as const satisfies Record<string, ErrorEntry>;

export type ErrorCode = keyof typeof errorCatalogue;

export const isErrorCode = (code: string): code is ErrorCode => Object.hasOwn(errorCatalogue, code);
