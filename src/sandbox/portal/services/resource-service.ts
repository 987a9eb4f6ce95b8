import type { ActorContext } from '../actor-context.ts';
import { audit } from '../audit.ts';
import { PortalError } from '../portal-error.ts';
import type { Scope, Verb } from '../policies.ts';
import type { PortalContext } from '../portal-context.ts';
import { columnsOf } from '../schema/create-schema.ts';
import type { TableName } from '../schema/tables.ts';
import { listRows, type ListQuery, type Page } from './list-rows.ts';
import { parentOf } from './placed.ts';
import type { Fields, Owned, Resource } from './resource.ts';
import { findOwned } from './scoped-query.ts';

/** The operations on one resource. Input first, actor always second (source 2). */
export type ResourceService = {
  readonly resource: Resource;
  /** @throws PortalError Forbidden or NotFound when a filter names what is not the actor's, by denial reading */
  readonly list: (query: ListQuery, actor: ActorContext) => Promise<Page>;
  /** Undefined for what is not there and for what is not the actor's: the two must look the same. */
  readonly read: (id: string, actor: ActorContext) => Promise<Fields | undefined>;
  /** @throws PortalError Forbidden when the body names a parent that is not the actor's */
  readonly create: (body: Fields, actor: ActorContext) => Promise<Fields>;
  readonly update: (
    change: { readonly id: string; readonly body: Fields },
    actor: ActorContext,
  ) => Promise<Fields | undefined>;
  readonly remove: (id: string, actor: ActorContext) => Promise<boolean>;
};

/** Builds the service of a resource: role, scope, ownership, change and audit row, in this order, each time. */
export function resourceService(resource: Resource, context: PortalContext): ResourceService {
  const start = (actor: ActorContext, verb: Verb): Scope => allow(resource, context, actor, verb);
  const present = async (row: Fields, actor: ActorContext) =>
    (await resource.present?.(row, context, actor)) ?? row;
  return {
    resource,
    list: (query, actor) => listRows(resource, context, query, start(actor, 'list')),
    read: async (id, actor) => {
      const owned = await findOwned(context.db, resource, id, start(actor, 'read'));
      if (owned === undefined) return undefined;
      context.policies.requireTenant(actor, owned.tenantId);
      return present(owned.row, actor);
    },
    create: async (body, actor) => {
      start(actor, 'create');
      return present((await create(resource, context, body, actor)).row, actor);
    },
    update: async ({ id, body }, actor) => {
      const owned = await findOwned(context.db, resource, id, start(actor, 'update'));
      if (owned === undefined) return undefined;
      context.policies.requireTenant(actor, owned.tenantId);
      return present(await update(resource, context, owned, body, actor), actor);
    },
    remove: async (id, actor) => {
      const owned = await findOwned(context.db, resource, id, start(actor, 'delete'));
      if (owned === undefined) return false;
      context.policies.requireTenant(actor, owned.tenantId);
      await remove(resource, context, owned, actor);
      return true;
    },
  };
}

function allow(resource: Resource, { policies }: PortalContext, actor: ActorContext, verb: Verb): Scope {
  const least = resource.roles[verb === 'list' ? 'read' : verb];
  if (least === undefined) throw new PortalError('Forbidden');
  policies.requireRole(actor, least, resource, verb);
  return policies.scope(actor, resource, verb);
}

async function create(
  resource: Resource,
  context: PortalContext,
  body: Fields,
  actor: ActorContext,
): Promise<Owned> {
  const parent = await findParent(resource, context, body, actor);
  const tenantId =
    parent?.tenantId ?? context.policies.tenantForNew(actor, body['brokerId'] as string | undefined);
  const now = context.clock.now();
  const stamps = { id: resource.newId(context.ids), createdAt: now, updatedAt: now };
  const values = {
    ...stamps,
    ...anchor(resource.table, context, tenantId),
    ...columns(resource, body, parent, actor),
  };
  const owned = await context.db.transaction().execute(async (trx) => {
    const row = await trx.insertInto(resource.table).values(values).returningAll().executeTakeFirstOrThrow();
    const stored: Owned = { row: row as Owned['row'], tenantId, schemeId: schemeOf(resource, row, parent) };
    await audit(trx, context, actor, event(resource, 'created', stored));
    await resource.stored?.(row, body, context);
    return stored;
  });
  await resource.created?.(owned, context, actor);
  return owned;
}

/** The parent that a body names, checked to be the actor's. Undefined for a resource that hangs at the tenant itself. */
async function findParent(
  resource: Resource,
  { db, policies }: PortalContext,
  body: Fields,
  actor: ActorContext,
): Promise<Owned | undefined> {
  const [table] = resource.parents;
  if (table === undefined) return undefined;
  const { placed, column } = parentOf(table);
  const parent = await findOwned(db, placed, String(body[column]), policies.parentScope(actor, placed));
  if (parent === undefined) throw new PortalError('Forbidden');
  policies.requireTenant(actor, parent.tenantId);
  return parent;
}

/** The tenant anchor, for tables that hold it in this variant. */
function anchor(table: TableName, { variant }: PortalContext, brokerId: string): Fields {
  return columnsOf(table, variant).some(([name]) => name === 'brokerId') ? { brokerId } : {};
}

function columns(resource: Resource, body: Fields, parent: Owned | undefined, actor: ActorContext): Fields {
  const { brokerId: _asked, ...fields } = resource.columns?.(body, parent, actor) ?? body;
  return { ...fields, ...(parent === undefined ? {} : resource.inherit?.(parent.row)) };
}

async function update(
  resource: Resource,
  context: PortalContext,
  owned: Owned,
  body: Fields,
  actor: ActorContext,
): Promise<Fields> {
  const moves = resource.parents[0] !== undefined && body[parentOf(resource.parents[0]).column] !== undefined;
  const parent = moves ? await findParent(resource, context, body, actor) : undefined;
  const values = { ...columns(resource, body, parent, actor), updatedAt: context.clock.now() };
  return context.db.transaction().execute(async (trx) => {
    const change = trx.updateTable(resource.table).set(values).where('id', '=', owned.row.id).returningAll();
    const row = await change.executeTakeFirstOrThrow();
    const metadata = { fields: Object.keys(body) };
    await audit(trx, context, actor, { ...event(resource, 'updated', owned), metadata });
    return row;
  });
}

async function remove(
  resource: Resource,
  context: PortalContext,
  owned: Owned,
  actor: ActorContext,
): Promise<void> {
  await context.db.transaction().execute(async (trx) => {
    await trx.deleteFrom(resource.table).where('id', '=', owned.row.id).execute();
    await audit(trx, context, actor, event(resource, 'deleted', owned));
    await resource.removed?.(owned.row, context);
  });
}

const event = ({ entity }: Resource, change: string, { row, tenantId, schemeId }: Owned) => ({
  action: `${entity}.${change}`,
  entityType: entity,
  entityId: row.id,
  tenantId,
  schemeId,
});

const schemeOf = ({ table }: Resource, row: Fields, parent: Owned | undefined): string | null => {
  if (table === 'schemes') return row['id'] as string;
  return (row['schemeId'] as string | undefined) ?? parent?.schemeId ?? null;
};
