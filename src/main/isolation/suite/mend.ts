import { isOperatorError } from '../../../shared/errors/operator-error.ts';
import type { PortalResource } from '../../../shared/model/portal-profile.ts';
import { otherSide, type Guard } from '../probe.ts';
import { putBack } from './originals.ts';
import type { Stage } from './stage.ts';
import { makeObject } from './test-data.ts';
import type { Changes } from './watch.ts';

/**
 * After a write that got through: what was taken away is made again, so that the next probe has its target, and what came
 * up in the wrong tenant is remembered for removal. A portal that fails at this fails the next probes by itself.
 */
export async function mend(stage: Stage, guard: Guard, { made, changed, removed }: Changes): Promise<void> {
  const resource = stage.profile.resources.find(({ entity }) => entity === guard.entity);
  if (resource === undefined) return;
  for (const id of made) await adopt(stage, guard, resource, id);
  for (const id of changed) await putBack(stage, stage.originals.get(id));
  for (const id of removed) await makeAgain(stage, guard, resource, id);
  stage.watch.forget(guard);
}

/** A row that came up here was made here, or has come over from the other side, which then lacks it. */
async function adopt(stage: Stage, guard: Guard, resource: PortalResource, id: string): Promise<void> {
  if (stage.made.idsOf(guard.side).includes(id)) return;
  const other = { ...guard, side: otherSide(guard.side) };
  const hasMoved = stage.made.idsOf(other.side).includes(id);
  stage.made.add({ side: guard.side, resource: resource.name, entity: guard.entity, id });
  if (!hasMoved) return;
  await makeAgain(stage, other, resource, id);
  stage.watch.forget(other);
}

async function makeAgain(
  stage: Stage,
  { side }: Guard,
  resource: PortalResource,
  gone: string,
): Promise<void> {
  const values = stage.parents[side];
  if (resource.create === undefined || values === undefined) return;
  try {
    const { id } = await makeObject(stage, side, resource, values);
    if (id !== undefined) stage.made.standIn(resource.entity, gone, id);
  } catch (error) {
    if (!isOperatorError(error)) throw error;
  }
}
