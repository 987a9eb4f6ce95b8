import type { TenantDatabase, Transaction } from '../../ports/database.port.ts';
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
    rowsOf: (tenantId, asked, ids) =>
      database.read(async (tx) => byEntity(known(asked), (entity) => rowsOf(tx, entity, tenantId, ids))),
    countsOf: (tenantId, asked) =>
      database.read(async (tx) => byEntity(known(asked), (entity) => countOf(tx, entity, tenantId))),
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

/** Statements started together queue up in the transaction and see one state of the database. */
async function byEntity<T>(
  entities: readonly string[],
  look: (entity: string) => Promise<T>,
): Promise<ReadonlyMap<string, T>> {
  return new Map(await Promise.all(entities.map(async (entity) => [entity, await look(entity)] as const)));
}

async function rowsOf(
  tx: Transaction<PooledSchema>,
  entity: string,
  tenantId: string,
  ids: readonly string[] | undefined,
): Promise<readonly TruthRow[]> {
  const statement = listVersions.get(entity);
  const rows = statement === undefined ? [] : await tx.run(statement, { tenantId, ids });
  return rows.map(({ id, parentId, version }) => ({ id, version, ...(parentId !== null && { parentId }) }));
}

async function countOf(tx: Transaction<PooledSchema>, entity: string, tenantId: string): Promise<number> {
  const statement = countRows.get(entity);
  const [counted] = statement === undefined ? [] : await tx.run(statement, { tenantId });
  return counted?.rows ?? 0;
}

type Asked = Parameters<TenantTruth['ownersOf']>[0];

/** An id that cannot be one of an entity is not looked for there: the server would refuse the comparison. */
async function owners(
  tx: Transaction<PooledSchema>,
  asked: Asked,
  kinds: ReadonlyMap<string, string>,
): Promise<readonly Owner[]> {
  const found = await Promise.all(
    [...findOwners].map(async ([entity, statement]) => {
      const kind = kinds.get(entity);
      const wanted = asked
        .filter((each) => each.entity === undefined || each.entity === entity)
        .map(({ id }) => id);
      const ids = kind === undefined ? [] : [...new Set(wanted)].filter((id) => fits(id, kind));
      if (ids.length === 0) return [];
      return (await tx.run(statement, { ids })).map((row) => ownerOf(entity, row));
    }),
  );
  return found.flat();
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

const fits = (id: string, kind: string): boolean => shapes[kind]?.test(id) ?? true;

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
