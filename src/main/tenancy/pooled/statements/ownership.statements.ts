import { sql, type CompiledQuery, type Kysely, type RawBuilder } from 'kysely';
import { hasColumn, type Privilege, type Statement } from '../../../ports/database.port.ts';
import type { PooledSchema } from '../schema.ts';

type Table = keyof PooledSchema;
type Parent = { readonly table: Table; readonly column: string };

/** How the rows of an entity lead up to the tenant they belong to. */
export type Descent = {
  /** Name in the portal profile. */
  readonly entity: string;
  readonly table: Table;
  /** Nearest first; empty for a row that holds the anchor itself. */
  readonly parents: readonly Parent[];
  /** Column of the topmost row that names the tenant. */
  readonly anchor: string;
};

const ofEmployer: Parent = { table: 'employers', column: 'employerId' };
const ofScheme: Parent = { table: 'schemes', column: 'schemeId' };
const ofMember: Parent = { table: 'members', column: 'memberId' };

const descent = (entity: string, table: Table, ...parents: readonly Parent[]): Descent => ({
  entity,
  table,
  parents,
  anchor: 'brokerId',
});

/** Everything a tenant owns, by the anchor of sources 1 and 2. */
export const descents: readonly Descent[] = [
  descent('employers', 'employers'),
  descent('schemes', 'schemes', ofEmployer),
  descent('members', 'members', ofScheme, ofEmployer),
  descent('contributions', 'contributions', ofMember, ofScheme, ofEmployer),
  descent('fund_choices', 'fundChoices', ofMember, ofScheme, ofEmployer),
  descent('key_function_holders', 'keyFunctionHolders', ofScheme, ofEmployer),
  descent('written_policies', 'writtenPolicies', ofScheme, ofEmployer),
  descent('ora_reports', 'oraReports', ofScheme, ofEmployer),
  descent('documents', 'documents', ofScheme, ofEmployer),
  descent('email_templates', 'emailTemplates'),
  descent('compliance_calendar', 'complianceCalendar'),
  descent('users', 'users'),
];

/** What also has an id and an owner, and is nobody's business data. */
const sidelines: readonly Descent[] = [
  { entity: 'audit_logs', table: 'auditLogs', parents: [], anchor: 'tenantId' },
  { entity: 'brokers', table: 'brokers', parents: [], anchor: 'id' },
];

type OfTenant = { readonly tenantId: string };
type Owned = { readonly id: string; readonly parentId: string | null };
export type OwnedRow = Owned & { readonly version: string };
export type OwnedId = Owned & { readonly tenantId: string | null };

/** A query whose tables are data: Kysely cannot type it. Its names are checked when it is compiled for a live schema. */
export type Walk = {
  innerJoin(table: string, left: string, right: string): Walk;
  where(column: string, operator: '=', value: string): Walk;
  where(condition: RawBuilder<boolean>): Walk;
  select(columns: unknown): Walk;
  orderBy(column: string): Walk;
  compile(): CompiledQuery<never>;
};

/** Rows of a table, under the name `own`. */
export const walkFrom = (db: Kysely<PooledSchema>, table: Table): Walk =>
  (db as unknown as { selectFrom(table: string): Walk }).selectFrom(`${table} as own`);

const alias = (depth: number): string => (depth === 0 ? 'own' : `parent${depth}`);

/** The same joined to its parents, under the names `parent1` (the nearest), `parent2`, … */
export const walkUp = (db: Kysely<PooledSchema>, { table, parents }: Descent): Walk =>
  parents.reduce(
    (walk, parent, at) =>
      walk.innerJoin(
        `${parent.table} as ${alias(at + 1)}`,
        `${alias(at + 1)}.id`,
        `${alias(at)}.${parent.column}`,
      ),
    walkFrom(db, table),
  );

const anchorOf = ({ parents, anchor }: Descent): string => `${alias(parents.length)}.${anchor}`;

const parentOf = ({ parents }: Descent): RawBuilder<string | null> => {
  const [parent] = parents;
  return parent === undefined
    ? sql<null>`null`
    : sql<string | null>`${sql.ref(`own.${parent.column}`)}::text`;
};

function needsOf({ table, parents, anchor }: Descent, ...more: readonly string[]): readonly Privilege[] {
  const tables = [
    { table, column: parents[0]?.column },
    ...parents.map((parent, at) => ({ table: parent.table, column: parents[at + 1]?.column })),
  ];
  return tables.map(({ table: name, column }, at) => ({
    table: name,
    verb: 'SELECT',
    columns: ['id', column ?? anchor, ...(at === 0 ? more : [])],
  }));
}

const ROWS = 20_000;

type RowsWanted = OfTenant & { readonly ids?: readonly string[] | undefined };

/**
 * Ids of a tenant's rows with the version of each: `xmin`, the transaction that wrote it last. It changes with every write, also
 * with one that leaves the content as it was, and tells nothing of the content.
 */
const rowsOf = (of: Descent): Statement<PooledSchema, RowsWanted, OwnedRow> => ({
  name: `pooled.list-${of.entity.replaceAll('_', '-')}-versions`,
  purpose: `See which ${of.entity} of one tenant there are, and whether they were written, without reading them`,
  rowCap: ROWS,
  timeoutMs: 15_000,
  needs: needsOf(of, 'xmin'),
  sample: { tenantId: 'brk_sample' },
  build: (db, { tenantId, ids }) => {
    const all = walkUp(db, of).where(anchorOf(of), '=', tenantId);
    const wanted = ids === undefined ? all : all.where(sql<boolean>`${sql.ref('own.id')} = any(${ids})`);
    return wanted
      .select([
        sql<string>`${sql.ref('own.id')}::text`.as('id'),
        parentOf(of).as('parentId'),
        sql<string>`own.xmin::text`.as('version'),
      ])
      .orderBy('own.id')
      .compile();
  },
});

const countOf = (of: Descent): Statement<PooledSchema, OfTenant, { readonly rows: number }> => ({
  name: `pooled.count-${of.entity.replaceAll('_', '-')}`,
  purpose: `Count the ${of.entity} of one tenant`,
  rowCap: 1,
  timeoutMs: 15_000,
  needs: needsOf(of),
  sample: { tenantId: 'brk_sample' },
  build: (db, { tenantId }) =>
    walkUp(db, of)
      .where(anchorOf(of), '=', tenantId)
      .select(sql<number>`count(*)::int`.as('rows'))
      .compile(),
});

const ownersOf = (of: Descent): Statement<PooledSchema, { readonly ids: readonly string[] }, OwnedId> => ({
  name: `pooled.own-${of.entity.replaceAll('_', '-')}`,
  purpose: `Find out whose these ${of.entity} are`,
  rowCap: ROWS,
  timeoutMs: 15_000,
  needs: needsOf(of),
  sample: { ids: ['00000000-0000-4000-8000-000000000001'] },
  build: (db, { ids }) =>
    walkUp(db, of)
      .where(sql<boolean>`${sql.ref('own.id')} = any(${ids})`)
      .select([
        sql<string>`${sql.ref('own.id')}::text`.as('id'),
        parentOf(of).as('parentId'),
        sql<string>`${sql.ref(anchorOf(of))}::text`.as('tenantId'),
      ])
      .compile(),
});

export const listVersions = new Map(descents.map((of) => [of.entity, rowsOf(of)]));
export const countRows = new Map(descents.map((of) => [of.entity, countOf(of)]));
export const findOwners = new Map([...descents, ...sidelines].map((of) => [of.entity, ownersOf(of)]));

export type TrailRow = {
  readonly entityId: string;
  readonly actorId: string;
  readonly action: string;
  /** Left out where the trail has no such column. */
  readonly schemeId?: string | null;
};

/** What these actors did in a tenant, by the portal's own trail. */
export const findActions: Statement<
  PooledSchema,
  OfTenant & { readonly actorIds: readonly string[] },
  TrailRow
> = {
  name: 'pooled.find-actions',
  purpose: 'See which actions of the check’s own users the audit trail records',
  rowCap: ROWS,
  timeoutMs: 15_000,
  needs: [
    {
      table: 'auditLogs',
      verb: 'SELECT',
      columns: ['entityId', 'actorId', 'action', 'tenantId', 'schemeId'],
    },
  ],
  sample: { tenantId: 'brk_sample', actorIds: ['usr_sample'] },
  build: (db, { tenantId, actorIds }, map) =>
    db
      .selectFrom('auditLogs')
      .select(['entityId', 'actorId', 'action'])
      .$if(hasColumn(map, 'auditLogs', 'schemeId'), (query) => query.select('schemeId'))
      .where('tenantId', '=', tenantId)
      .where(sql<boolean>`${sql.ref('actorId')} = any(${actorIds})`)
      .compile(),
};
