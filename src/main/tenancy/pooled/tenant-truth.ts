import { call, type Statement, type TenantDatabase, type Transaction } from '../../ports/database.port.ts';
import type { Owner, TenantTruth, TruthRow } from '../../ports/tenant-truth.port.ts';
import { findIntegrity } from './integrity.ts';
import type { PooledSchema } from './schema.ts';
import { readColumnRules } from './statements/integrity.statements.ts';
import {
  countRows,
  descents,
  findActions,
  findOwners,
  listVersions,
  type OwnedId,
  type OwnedRow,
} from './statements/ownership.statements.ts';

/** The judge over a pooled schema: statements of the catalogue, entities by the tables' names in the sources. */
export function pooledTruth(database: TenantDatabase<PooledSchema>): TenantTruth {
  const { map } = database;
  const entities = descents
    .filter(({ table }) => map.tables[table] !== undefined)
    .map(({ entity }) => entity);
  let kinds: Promise<ReadonlyMap<string, string>> | undefined;
  const idKinds = () => (kinds ??= readIdKinds(database));
  const known = (asked: readonly string[]) => asked.filter((entity) => entities.includes(entity));
  return {
    entities,
    rowsOf: async (tenantId, asked, ids) => {
      const fitting = await idKinds();
      return database.read((tx) => rowsOf(tx, known(asked), { tenantId, ids }, fitting));
    },
    countsOf: (tenantId, asked) => database.read((tx) => countsOf(tx, known(asked), tenantId)),
    ownersOf: async (asked) => {
      const fitting = await idKinds();
      return database.read((tx) => owners(tx, asked, fitting));
    },
    actionsBy: async (tenantId, actorIds) => {
      const rows = await database.read((tx) => tx.run(findActions, { tenantId, actorIds }));
      return rows.map(({ schemeId, ...row }) =>
        schemeId === undefined ? row : { ...row, above: { schemes: schemeId } },
      );
    },
    integrity: () => findIntegrity(database),
  };
}

/** One statement an entity, all of them in one round trip and over one state of the database. */
async function eachEntity<Params, Row>(
  tx: Transaction<PooledSchema>,
  statements: ReadonlyMap<string, Statement<PooledSchema, Params, Row>>,
  params: ReadonlyMap<string, Params>,
): Promise<readonly (readonly [entity: string, rows: readonly Row[]])[]> {
  const calls = [...params].flatMap(([entity, wanted]) => {
    const statement = statements.get(entity);
    return statement === undefined ? [] : [{ entity, call: call(statement, wanted) }];
  });
  if (calls.length === 0) return [];
  const answers = await tx.runAll(...calls.map((each) => each.call));
  return calls.map(({ entity }, at) => [entity, answers[at] ?? []] as const);
}

const forEach = <Params>(entities: readonly string[], params: Params): ReadonlyMap<string, Params> =>
  new Map(entities.map((entity) => [entity, params]));

/** Of the ids, each entity is asked for those that can be its own. */
async function rowsOf(
  tx: Transaction<PooledSchema>,
  entities: readonly string[],
  { tenantId, ids }: { readonly tenantId: string; readonly ids: readonly string[] | undefined },
  kinds: ReadonlyMap<string, string>,
): Promise<ReadonlyMap<string, readonly TruthRow[]>> {
  const wanted = entities.map((entity) => {
    const fitting = ids?.filter((id) => fits(id, kinds.get(entity)));
    return [entity, { tenantId, ids: fitting }] as const;
  });
  const found = await eachEntity(tx, listVersions, new Map(wanted));
  return new Map(found.map(([entity, rows]) => [entity, rows.map(rowOf)]));
}

const rowOf = ({ id, parentId, version }: OwnedRow): TruthRow => ({
  id,
  version,
  ...(parentId !== null && { parentId }),
});

async function countsOf(
  tx: Transaction<PooledSchema>,
  entities: readonly string[],
  tenantId: string,
): Promise<ReadonlyMap<string, number>> {
  const found = await eachEntity(tx, countRows, forEach(entities, { tenantId }));
  return new Map(found.map(([entity, [counted]]) => [entity, counted?.rows ?? 0]));
}

type Asked = Parameters<TenantTruth['ownersOf']>[0];

/** An id that cannot be one of an entity is not looked for there: the server would refuse the comparison. */
async function owners(
  tx: Transaction<PooledSchema>,
  asked: Asked,
  kinds: ReadonlyMap<string, string>,
): Promise<readonly Owner[]> {
  const wanted = [...findOwners.keys()].flatMap((entity) => {
    const kind = kinds.get(entity);
    const named = asked.filter((each) => each.entity === undefined || each.entity === entity);
    const ids =
      kind === undefined ? [] : [...new Set(named.map(({ id }) => id))].filter((id) => fits(id, kind));
    return ids.length === 0 ? [] : [[entity, { ids }] as const];
  });
  const found = await eachEntity(tx, findOwners, new Map(wanted));
  return found.flatMap(([entity, rows]) => rows.map((row) => ownerOf(entity, row)));
}

const ownerOf = (entity: string, { id, tenantId, parentId }: OwnedId): Owner => ({
  entity,
  id,
  tenantId,
  ...(parentId !== null && { parentId }),
});

const shapes: Readonly<Record<string, RegExp>> = {
  uuid: /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/i,
  integer: /^\d{1,9}$/,
  bigint: /^\d{1,18}$/,
};

const fits = (id: string, kind = ''): boolean => shapes[kind]?.test(id) ?? true;

/** Entity → PostgreSQL type of its ids, for the entities that the live schema has. */
async function readIdKinds(database: TenantDatabase<PooledSchema>): Promise<ReadonlyMap<string, string>> {
  const { map } = database;
  const rules = await database.read((tx) => tx.run(readColumnRules, { map }));
  const typeOf = new Map(rules.map(({ table, column, type }) => [`${table}.${column}`, type]));
  const tables = [...findOwners].flatMap(([entity, { needs }]) => {
    const live = map.tables[needs[0]?.table ?? ''];
    const type = live === undefined ? undefined : typeOf.get(`${live.name}.${String(live.columns['id'])}`);
    return type === undefined ? [] : [[entity, type] as const];
  });
  return new Map(tables);
}
