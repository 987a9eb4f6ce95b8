import { isOperatorError } from '../../../shared/errors/operator-error.ts';
import type { CleanUpProof } from '../../../shared/model/isolation-report.ts';
import type { PortalResource } from '../../../shared/model/portal-profile.ts';
import type { AuditedAction, Owner } from '../../ports/tenant-truth.port.ts';
import { filled } from '../families/requests.ts';
import type { Rows } from './collect-facts.ts';
import type { Side } from '../probe.ts';
import type { Stage } from './stage.ts';
import { changesBetween, isUnchanged } from './watch.ts';

/** How the canary, and a new tenant, stood before anything was made. */
export type Before = { readonly tenant: Rows; readonly canary: Rows };

/** Users of the check on each side: what they made is test data. */
export type Actors = Readonly<Record<Side, readonly string[]>>;

/** Rows of users are no test data: they go by another way, last of all. */
const USERS = 'users';

/**
 * Removes all test data by the portal's own calls, children first, and proves by the database that nothing is left (P13). What is
 * looked for: every object the suite knows it made, every row that its users made by the audit trail, and, where nobody else
 * works, every row that was not there before: only when it is known how things stood. Errors: those of `TenantTruth`.
 */
export async function cleanUp(stage: Stage, actors: Actors, before?: Before): Promise<CleanUpProof> {
  const found = await leftOf(stage, actors, before);
  const removable = stage.profile.resources.filter(({ entity }) => entity !== USERS).toReversed();
  for (const resource of removable)
    await Promise.all(
      found.filter(({ entity }) => entity === resource.entity).map((owner) => remove(stage, resource, owner)),
    );
  const left = await leftOf(stage, actors, before);
  return {
    made: found.length,
    removed: found.length - left.length,
    left: left.map(({ entity, id }) => ({ entity, id })),
    filesLeft: await filesLeft(stage),
    canaryUnchanged: before === undefined || (await isCanaryUnchanged(stage, before)),
  };
}

/** Test data that the database still has. */
async function leftOf(stage: Stage, actors: Actors, before: Before | undefined): Promise<readonly Owner[]> {
  const known = await ownersOfSuspects(stage, actors);
  const standing = new Set(
    before === undefined
      ? []
      : [...before.tenant, ...before.canary].flatMap(([entity, rows]) =>
          rows.map(({ id }) => keyOf({ entity, id })),
        ),
  );
  const ours = known.filter(
    (owner) =>
      owner.entity !== USERS &&
      Object.values(stage.tenantOf).includes(owner.tenantId ?? '') &&
      !standing.has(keyOf(owner)),
  );
  // Without knowing how things stood nothing may be taken for new: what stands there is the canary itself.
  const fresh =
    before === undefined
      ? []
      : [
          ...(await newRows(stage, 'tenant', before.tenant)),
          ...(await newRows(stage, 'canary', before.canary)),
        ];
  return [...new Map([...ours, ...fresh].map((owner) => [keyOf(owner), owner])).values()];
}

const keyOf = ({ entity, id }: { readonly entity: string; readonly id: string }): string => `${entity}/${id}`;

/** Objects that the suite knows it made, and those whose making the audit trail lays at its users' door. */
async function ownersOfSuspects(stage: Stage, actors: Actors): Promise<readonly Owner[]> {
  const { truth } = stage.ports;
  const sides = ['tenant', 'canary'] as const;
  const trails = await Promise.all(sides.map((side) => truth.actionsBy(stage.tenantOf[side], actors[side])));
  const made = stage.made.all.map(({ id, entity }) => ({ id: String(id), entity }));
  const told = trails.flat().filter((each) => isCreation(stage, each));
  return truth.ownersOf([
    ...made,
    ...[...new Set(told.map(({ entityId }) => entityId))].map((id) => ({ id })),
  ]);
}

/** A row that one of its users only changed was there before, and stays. */
const isCreation = ({ profile }: Stage, { action }: AuditedAction): boolean =>
  profile.auditWords.create.some((word) => action.toLowerCase().includes(word));

/** Rows of a side that were not there before: all of them are ours, where nobody else works. */
async function newRows(stage: Stage, side: Side, before: Rows): Promise<readonly Owner[]> {
  if (side === 'tenant' && !stage.target.isNew) return [];
  const { truth } = stage.ports;
  const entities = truth.entities.filter((entity) => entity !== USERS);
  const now = await truth.rowsOf(stage.tenantOf[side], entities);
  return [...now].flatMap(([entity, rows]) => {
    const known = new Set((before.get(entity) ?? []).map(({ id }) => id));
    return rows
      .filter(({ id }) => !known.has(id))
      .map(({ id, parentId }) => ({
        entity,
        id,
        tenantId: stage.tenantOf[side],
        ...(parentId !== undefined && { parentId }),
      }));
  });
}

/** As the administrator of whoever owns the row. What cannot be removed now is seen to be left afterwards. */
async function remove(
  stage: Stage,
  resource: PortalResource,
  { id, parentId, tenantId }: Owner,
): Promise<void> {
  const { delete: removal, parent, nested } = resource;
  if (removal === undefined) return;
  const side: Side = tenantId === stage.tenantOf.canary ? 'canary' : 'tenant';
  const above = [parent?.resource, ...nested.map((each) => each.parent)].flatMap((name) =>
    name === undefined || parentId === undefined ? [] : [[`${name}.id`, parentId]],
  );
  try {
    await stage.asking.ask(
      side,
      filled(removal, { ...(Object.fromEntries(above) as Record<string, string>), id }),
    );
  } catch (error) {
    if (!isOperatorError(error)) throw error;
  }
}

/** A file that still opens by an address from before was not removed with its object. */
async function filesLeft(stage: Stage): Promise<number> {
  let left = 0;
  for (const { fileUrl } of stage.made.all) {
    const url = fileUrl === undefined ? null : URL.parse(fileUrl, stage.ports.portal.origin);
    if (url !== null && (await opens(stage, url))) left += 1;
  }
  return left;
}

async function opens(stage: Stage, { origin, pathname, search }: URL): Promise<boolean> {
  const files = stage.ports.openPortal(stage.profile, origin);
  try {
    const request = { method: 'GET', path: `${pathname}${search}` };
    const { status } = await stage.asking.within((limits) => files.request('anonymous', request, limits));
    return status < 300;
  } catch (error) {
    if (!isOperatorError(error)) throw error;
    return false;
  } finally {
    files.close();
  }
}

async function isCanaryUnchanged(stage: Stage, { canary }: Before): Promise<boolean> {
  const entities = [...canary.keys()].filter((entity) => entity !== USERS);
  const now = await stage.ports.truth.rowsOf(stage.tenantOf.canary, entities);
  return entities.every((entity) => {
    const [was, is] = [canary.get(entity) ?? [], now.get(entity) ?? []].map(
      (rows) => new Map(rows.map((row) => [row.id, row])),
    );
    return was !== undefined && is !== undefined && isUnchanged(changesBetween(was, is));
  });
}
