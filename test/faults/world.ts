import type { TestPortal } from '../helpers/sandbox.ts';
import { PROBE_DOMAIN } from '../../src/main/ports/probe-users.port.ts';
import { peopleOf } from './leaver.ts';
import { clean, type Verdict } from './verdict.ts';

/** The canary as it stands, by which a check that left something there is found. */
export const worldOf = async (portal: TestPortal): Promise<string> =>
  JSON.stringify(withoutSignIns(await peopleOf(portal, portal.canary.brokerId)));

/** When all is over: the canary is as it was, and nobody is left who was there for a check alone. */
export async function auditWorld(portal: TestPortal, before: string): Promise<Verdict> {
  const strays = await portal.db
    .selectFrom('users')
    .select('id')
    .where('email', 'like', `%@${PROBE_DOMAIN}`)
    .execute();
  const same = (await worldOf(portal)) === before;
  return {
    ...clean,
    orphans: [
      ...strays.map(({ id }) => `The user ${String(id)} of a check is left.`),
      ...(same ? [] : ['The canary is not as it was.']),
    ],
  };
}

/** Signing in leaves a time on whoever signed in. */
const withoutSignIns = (rows: readonly unknown[]): readonly unknown[] =>
  rows.map((row) => ({ ...(row as object), lastLoginAt: null, updatedAt: null }));
