import { randomUUID } from 'node:crypto';
import type pg from 'pg';
import { pointers } from '../../src/main/tenancy/pooled/statements/orphan.statements.ts';
import type { SchemaVariant } from '../../src/sandbox/portal/schema/variant.ts';

const snake = (name: string): string => name.replaceAll(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`);

/** Columns that no two rows may share, and that a copied row therefore needs anew. */
const unique: Readonly<Record<string, string>> = {
  users: 'email',
  documents: 'blobPath',
  brokers: 'croNumber',
};

type Wanted = { readonly variant: SchemaVariant; readonly count: number; readonly kinds?: readonly string[] };

/**
 * Puts `count` rows below nothing for every pointer that the portal's schema has, or for those of `kinds`, as the bugs and half
 * restores that leave such rows do: past the foreign keys, as the superuser. Answers with the kinds.
 */
export async function insertOrphans(
  client: pg.Client,
  { variant, count, kinds }: Wanted,
): Promise<readonly string[]> {
  const bare = variant.startsWith('bare');
  const spell = variant.endsWith('snake') ? snake : (name: string): string => name;
  const wanted = pointers.filter(
    ({ kind, parent }) => !(bare && parent === 'brokers') && (kinds?.includes(kind) ?? true),
  );
  await client.query(`set session_replication_role = replica`);
  for (const { table, column } of wanted)
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
  await client.query(`reset session_replication_role`);
  return wanted.map(({ kind }) => kind);
}
