import type { OrphanKind, OrphanRepair } from '../../../shared/model/orphan.ts';
import {
  hasColumn,
  type SchemaMap,
  type TenantDatabase,
  type Transaction,
} from '../../ports/database.port.ts';
import type { ScanOptions } from '../tenancy-model.ts';
import type { PooledSchema } from './schema.ts';
import {
  findAdminless,
  findBareAdminless,
  findOrphans,
  ORPHAN_PAGE,
  pointers,
  type OrphanRow,
  type OrphanStatement,
} from './statements/orphan.statements.ts';

type Wanted = {
  readonly kind: string;
  readonly title: string;
  readonly statement: OrphanStatement;
  readonly repair: OrphanRepair;
  readonly untold?: string;
};

/**
 * Every orphan of the pooled schema (P16), counted, and the first ones listed. All of it on one snapshot, so that a broker that
 * is being made this moment is there whole or not at all. Reads a page at a time: memory does not grow with what is found.
 * Errors: those of the database; there is no half an answer.
 */
export function scanPooled(
  database: TenantDatabase<PooledSchema>,
  { listed, signal }: ScanOptions,
): Promise<readonly OrphanKind[]> {
  return database.read(
    async (tx) => {
      const kinds: OrphanKind[] = [];
      for (const wanted of wantedOn(database.map)) kinds.push(await scanKind(tx, wanted, listed));
      return kinds;
    },
    { signal },
  );
}

async function scanKind(
  tx: Transaction<PooledSchema>,
  { kind, title, statement, repair, untold }: Wanted,
  listed: number,
): Promise<OrphanKind> {
  const about = { kind, title, statement: statement.name };
  if (untold !== undefined) return { ...about, untold, found: 0, orphans: [] };
  const first: OrphanRow[] = [];
  let found = 0;
  let page = await tx.run(statement, { after: '', limit: ORPHAN_PAGE });
  for (;;) {
    first.push(...page.slice(0, Math.max(0, listed - first.length)));
    found += page.length;
    const last = page.at(-1);
    if (last === undefined || page.length < ORPHAN_PAGE) break;
    page = await tx.run(statement, { after: last.id, limit: ORPHAN_PAGE });
  }
  return { ...about, found, orphans: first.map((row) => ({ ...row, repair })) };
}

function wantedOn(map: SchemaMap): readonly Wanted[] {
  const bare = !Object.hasOwn(map.tables, 'brokers');
  const present = pointers.filter(
    ({ table, column, parent }) =>
      hasColumn(map, table, column) && (parent === 'brokers' || hasColumn(map, parent, 'id')),
  );
  return [
    {
      kind: 'brokers-without-admin',
      title: 'Brokers without a BrokerAdmin',
      statement: bare ? findBareAdminless : findAdminless,
      repair: 'recreate-admin',
    },
    ...present.flatMap(({ kind, parent, table }): Wanted[] => {
      const statement = findOrphans.get(kind);
      if (statement === undefined) return [];
      const about = { kind, title: titleOf(kind), statement, repair: repairOf(table) };
      return [{ ...about, ...(bare && parent === 'brokers' && { untold: noBrokers }) }];
    }),
  ];
}

const noBrokers = 'There is no table of brokers on this schema, so nothing says which ids are brokers.';

const titleOf = (kind: string): string => {
  const words = kind.replaceAll('-', ' ');
  return words.charAt(0).toUpperCase() + words.slice(1);
};

/** A login or a default without its broker serves nobody; business data may still have an owner who can be found. */
function repairOf(table: string): OrphanRepair {
  if (table === 'users') return 'quarantine';
  if (table === 'emailTemplates' || table === 'complianceCalendar') return 'remove';
  return 'attach';
}
