import { expect } from 'vitest';
import { errorCatalogue, type ErrorCode } from '../../../src/shared/errors/catalogue/index.ts';

/** What source 4 says of each of its codes, where it is right: what it means, and what helps. */
const said = {
  E_INVALID_SLUG: [/form \^\[a-z\]\[a-z0-9-\]\{2,39\}\$/, /^Choose 3 to 40 lower-case letters/],
  E_ALREADY_PROVISIONED: [/active tenant of this slug/, /another slug, or off-board the existing/],
  // Source 4 would purge at once, which destroys what nobody has looked at.
  E_PARTIAL_STATE: [/exist already, and this run did not make them/, /`tenantctl upkeep inspect`.*adopt/],
  E_NO_CAPACITY: [/Every active database server is at its capacity/, /Add a server, or raise the capacity/],
  E_DB_SERVER_NOT_FOUND: [/not in the master database, or is not active/, /Choose a server that is active/],
  E_ADMIN_CONN_UNRESOLVED: [
    /no usable connection of the server’s administrator/,
    /Store a postgres:\/\/ URL/,
  ],
  E_MIGRATIONS_FAILED: [/migration of the tenant’s schema failed/, /Mend the migration.*were taken back/],
  PROVISIONING_UNAVAILABLE: [/secret store does not answer/, /Wait until the secret store answers again/],
} as const satisfies Partial<Record<ErrorCode, readonly [RegExp, RegExp]>>;

/** That whoever meets the code reads what it means and what to do. */
export function expectTold(code: keyof typeof said): void {
  const [meaning, fix] = said[code];
  const { who, ...told } = errorCatalogue[code];
  expect(told).toMatchObject({
    meaning: expect.stringMatching(meaning) as string,
    fix: expect.stringMatching(fix) as string,
  });
  expect(who).not.toBe('');
}
