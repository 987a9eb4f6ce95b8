import { sql, type RawBuilder } from 'kysely';
import { hasColumn, type Privilege, type SchemaMap, type Statement } from '../../../ports/database.port.ts';
import type { PooledSchema } from '../schema.ts';

type Table = keyof PooledSchema;

/** Where a scan goes on: behind this id, at most so many. */
export type OrphanPage = { readonly after: string; readonly limit: number };
export type OrphanRow = { readonly id: string; readonly parentId: string };
export type OrphanStatement = Statement<PooledSchema, OrphanPage, OrphanRow>;

/** A pointer that must lead somewhere. */
export type Pointer = {
  readonly kind: string;
  readonly table: Table;
  readonly column: string;
  readonly parent: Table;
};

/** Orphans on one page; one more is asked for to see whether there is another page. */
export const ORPHAN_PAGE = 1000;

/** A scan of millions of rows takes its time; nobody waits for it in a transaction of theirs. */
const SCAN_MS = 120_000;

const pointer = (table: Table, column: string, parent: Table): Pointer => ({
  kind: `${kebab(table)}-without-${kebab(parent).replace(/s$/, '')}`,
  table,
  column,
  parent,
});

const kebab = (name: string): string => name.replaceAll(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`);

/** Every pointer of the schema: those of the runbook on paper, and the ones that it forgot (P16). */
export const pointers: readonly Pointer[] = [
  pointer('users', 'brokerId', 'brokers'),
  pointer('employers', 'brokerId', 'brokers'),
  pointer('emailTemplates', 'brokerId', 'brokers'),
  pointer('complianceCalendar', 'brokerId', 'brokers'),
  pointer('schemes', 'employerId', 'employers'),
  pointer('members', 'schemeId', 'schemes'),
  pointer('members', 'employerId', 'employers'),
  pointer('contributions', 'memberId', 'members'),
  pointer('fundChoices', 'memberId', 'members'),
  pointer('keyFunctionHolders', 'schemeId', 'schemes'),
  pointer('writtenPolicies', 'schemeId', 'schemes'),
  pointer('oraReports', 'schemeId', 'schemes'),
  pointer('documents', 'schemeId', 'schemes'),
];

/**
 * One page of a scan. The anti-join is finished before the page is cut (`materialized`): otherwise the limit tempts the planner
 * into looking every row up one by one.
 */
const pageOf = (lost: RawBuilder<unknown>, { after, limit }: OrphanPage): RawBuilder<OrphanRow> =>
  sql<OrphanRow>`with lost as materialized (${lost})
    select "id", "parentId" from lost where "id" > ${after} order by "id" limit ${limit}`;

/** What a pointer that this schema does not have finds. */
const nothing = sql`select '' as "id", '' as "parentId" where false`;

const scan = (
  part: Pick<OrphanStatement, 'name' | 'purpose' | 'needs'>,
  lost: RawBuilder<unknown>,
  fits: (map: SchemaMap) => boolean = () => true,
): OrphanStatement => ({
  ...part,
  rowCap: ORPHAN_PAGE + 1,
  limitsItself: true,
  timeoutMs: SCAN_MS,
  sample: { after: '', limit: ORPHAN_PAGE },
  build: (db, page, map) => pageOf(fits(map) ? lost : nothing, page).compile(db),
});

const select = (table: Table, ...columns: readonly string[]): Privilege => ({
  table,
  verb: 'SELECT',
  columns,
});

/** What reading `isOrphan` needs. */
export const orphanNeeds = ({ table, column, parent }: Pointer): readonly Privilege[] => [
  select(table, 'id', column, ...(table === 'users' ? ['role'] : [])),
  select(parent, 'id'),
];

/** A row that names nothing. A user without access does no harm any more: that is what quarantine is. */
export const isOrphan = ({ table, column, parent }: Pointer): RawBuilder<boolean> => {
  const up = sql.ref(`${table}.${column}`);
  const quarantined = table === 'users' ? sql` and ${sql.ref('users.role')} <> 'Disabled'` : sql``;
  return sql<boolean>`${up} is not null${quarantined} and not exists
    (select 1 from ${sql.table(parent)} where ${sql.ref(`${parent}.id`)} = ${up})`;
};

const withoutParent = (of: Pointer): OrphanStatement => {
  const { kind, table, column } = of;
  return scan(
    {
      name: `pooled.find-${kind}`,
      purpose: `Find rows of ${kebab(table)} whose ${column} names nothing`,
      needs: orphanNeeds(of),
    },
    sql`select ${sql.ref(`${table}.id`)}::text as "id", ${sql.ref(`${table}.${column}`)}::text as "parentId"
      from ${sql.table(table)} where ${isOrphan(of)}`,
    (map) => hasColumn(map, table, column),
  );
};

export const findOrphans: ReadonlyMap<string, OrphanStatement> = new Map(
  pointers.map((each) => [each.kind, withoutParent(each)]),
);

/** `anchor` is the broker's id in the query around it. */
const hasAdmin = (anchor: RawBuilder<unknown>) => sql`exists (select 1 from ${sql.table('users')}
  where ${sql.ref('users.brokerId')} = ${anchor} and ${sql.ref('users.role')} = 'BrokerAdmin')`;

/**
 * Without those that were off-boarded, as the audit trail tells: nobody is to administer them any more. Few brokers lack an
 * administrator, so they are found first and the trail is asked about them alone.
 */
const unlessOffBoarded = (bereft: RawBuilder<unknown>) => sql`with bereft as materialized (${bereft})
  select bereft."id", bereft."parentId" from bereft where not exists (select 1 from ${sql.table('auditLogs')}
    where ${sql.ref('auditLogs.action')} = 'tenant-console.checkpoint'
      and ${sql.ref('auditLogs.tenantId')}::text = bereft."id"
      and ${sql.ref('auditLogs.metadata')}->'offboarded' is not null)`;

const trailNeeds = select('auditLogs', 'action', 'tenantId', 'metadata');

/** Brokers that nobody can administer. */
export const findAdminless: OrphanStatement = scan(
  {
    name: 'pooled.find-brokers-without-admin',
    purpose: 'Find brokers without a BrokerAdmin',
    needs: [select('brokers', 'id'), select('users', 'brokerId', 'role'), trailNeeds],
  },
  unlessOffBoarded(sql`select ${sql.ref('brokers.id')}::text as "id", '' as "parentId" from ${sql.table('brokers')}
    where not ${hasAdmin(sql.ref('brokers.id'))}`),
);

/** The same where a broker is nothing but the id that its employers and users name. */
export const findBareAdminless: OrphanStatement = scan(
  {
    name: 'pooled.find-bare-brokers-without-admin',
    purpose: 'Find broker ids without a BrokerAdmin where there is no brokers table',
    needs: [select('employers', 'brokerId'), select('users', 'brokerId', 'role'), trailNeeds],
  },
  unlessOffBoarded(sql`select anchors.anchor::text as "id", '' as "parentId"
    from (select ${sql.ref('employers.brokerId')} as anchor from ${sql.table('employers')}
      union select ${sql.ref('users.brokerId')} from ${sql.table('users')}) as anchors
    where anchors.anchor is not null and not ${hasAdmin(sql`anchors.anchor`)}`),
);

export const orphanStatements: readonly OrphanStatement[] = [
  ...findOrphans.values(),
  findAdminless,
  findBareAdminless,
];
