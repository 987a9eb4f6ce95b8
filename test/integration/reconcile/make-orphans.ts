import { randomUUID } from 'node:crypto';
import { inject } from 'vitest';
import { asSuperuser } from '../../../src/sandbox/postgres/portal-cluster.ts';
import { pointers } from '../../../src/main/tenancy/pooled/statements/orphan.statements.ts';
import type { TestPortal } from '../../helpers/sandbox.ts';

const snake = (name: string): string => name.replaceAll(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`);

/** Columns that no two rows may share, and that a copied row therefore needs anew. */
const unique: Readonly<Record<string, string>> = {
  users: 'email',
  documents: 'blobPath',
  brokers: 'croNumber',
};

/**
 * Puts `count` rows below nothing for every pointer that the portal's schema has, as the bugs and half restores that leave such
 * rows do: past the foreign keys. Answers with the kinds.
 */
export async function makeOrphans(
  { variant, database }: TestPortal,
  count: number,
): Promise<readonly string[]> {
  const bare = variant.startsWith('bare');
  const spell = variant.endsWith('snake') ? snake : (name: string): string => name;
  const wanted = pointers.filter(({ parent }) => !(bare && parent === 'brokers'));
  await asSuperuser(inject('postgres'), database.database, async (client) => {
    await client.query(`set session_replication_role = replica`);
    for (const { table, column } of wanted) {
      for (let made = 0; made < count; made += 1) {
        const fresh = unique[table];
        const change = {
          id: randomUUID(),
          [spell(column)]: randomUUID(),
          ...(fresh !== undefined && { [spell(fresh)]: `orphan-${randomUUID()}` }),
        };
        const name = client.escapeIdentifier(snake(table));
        await client.query(
          `insert into ${name} select made.* from (select to_jsonb(one) as row from ${name} as one limit 1) as copied,
            jsonb_populate_record(null::${name}, copied.row || $1::jsonb) as made`,
          [JSON.stringify(change)],
        );
      }
    }
  });
  return wanted.map(({ kind }) => kind);
}

/** Takes the administrators of a broker away. */
export async function takeAdminsAway({ db }: TestPortal, brokerId: string): Promise<void> {
  await db
    .updateTable('users')
    .set({ role: 'BrokerUser' })
    .where('brokerId', '=', brokerId)
    .where('role', '=', 'BrokerAdmin')
    .execute();
}
