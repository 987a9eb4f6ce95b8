import { inject } from 'vitest';
import { asSuperuser } from '../../../src/sandbox/postgres/portal-cluster.ts';
import { insertOrphans } from '../../helpers/insert-orphans.ts';
import type { TestPortal } from '../../helpers/sandbox.ts';

/** Puts `count` rows below nothing for every pointer that the portal's schema has. Answers with the kinds. */
export const makeOrphans = ({ variant, database }: TestPortal, count: number): Promise<readonly string[]> =>
  asSuperuser(inject('postgres'), database.database, (client) => insertOrphans(client, { variant, count }));

/** Takes the administrators of a broker away. */
export async function takeAdminsAway({ db }: TestPortal, brokerId: string): Promise<void> {
  await db
    .updateTable('users')
    .set({ role: 'BrokerUser' })
    .where('brokerId', '=', brokerId)
    .where('role', '=', 'BrokerAdmin')
    .execute();
}
