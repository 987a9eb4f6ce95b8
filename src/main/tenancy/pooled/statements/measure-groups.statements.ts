import { sql } from 'kysely';
import type { Statement } from '../../../ports/database.port.ts';
import type { PooledSchema } from '../schema.ts';
import { own, ownedTables, ownRows, readsAll, type OfTenant } from './own-rows.ts';

/** Members that share what is kept of them; `below` counts the groups of fewer than five. */
export type Groups = { readonly groups: number; readonly smallest: number; readonly below: number };

const [members] = ownedTables.filter(({ entity }) => entity === 'members');

/** How many members share scheme, employer, status and month of enrolment: what is kept, and could tell one of them apart. */
export const measureGroups: Statement<PooledSchema, OfTenant, Groups> = {
  name: 'pooled.measure-groups',
  purpose: 'Measure how far what is kept of members could single one of them out',
  rowCap: 1,
  timeoutMs: 60_000,
  needs: members === undefined ? [] : readsAll(members),
  sample: { tenantId: 'brk_sample' },
  build: (db, ofTenant, map) => {
    if (members === undefined) throw new TypeError('The schema has no members.');
    const kept = ['schemeId', 'employerId', 'status'].flatMap(
      (column) => map.tables['members']?.columns[column] ?? [],
    );
    const createdAt = map.tables['members']?.columns['createdAt'];
    const month = createdAt === undefined ? [] : [sql`date_trunc('month', ${own(createdAt)})`];
    const by = sql.join([...kept.map(own), ...month]);
    return sql<Groups>`
      select count(*)::int as "groups", coalesce(min(size), 0)::int as "smallest", (count(*) filter (where size < 5))::int as "below"
      from (select count(*) as size ${ownRows(map, members, ofTenant)} group by ${by}) counted`.compile(db);
  },
};
