import type { AuditedAction } from '../../ports/tenant-truth.port.ts';
import { fail, inconclusive, pass, type Finding } from '../oracle/finding.ts';
import type { ProbeMeta } from '../probe.ts';
import { resultOf } from './results.ts';
import type { Stage } from './stage.ts';
import type { Making } from './test-data.ts';

/** What the tenant's administrator did to one object of each resource, in order; each leaves a row in the trail. */
export type Done = {
  readonly resource: string;
  readonly id: string;
  readonly actions: readonly ('create' | 'update' | 'delete')[];
};

/** What was made and then changed: an update counts when its probe has passed. */
export const doneWith = (stage: Stage, makings: readonly Making[]): readonly Done[] =>
  makings.flatMap(({ resource, id }) => {
    if (id === undefined) return [];
    const updated = stage.results.some(
      (each) => each.id === `function.${resource.name}.update` && each.verdict === 'pass',
    );
    return [
      {
        resource: resource.name,
        id: String(id),
        actions: updated ? ['create', 'update'] : ['create'],
      } as const,
    ];
  });

/** Every test action has to be in the portal's audit trail, under the tenant and by its actor (P12). */
export async function checkAudit(stage: Stage, actorId: string, done: readonly Done[]): Promise<void> {
  const trail = await stage.ports.truth.actionsBy(stage.target.tenantId, [actorId]);
  const words = stage.profile.auditWords;
  for (const { resource, id, actions } of done)
    for (const verb of actions) report(stage, resource, verb, judgeTrail(trail, id, words[verb]));
}

function judgeTrail(trail: readonly AuditedAction[], id: string, words: readonly string[]): Finding {
  const rows = trail.filter(({ entityId }) => entityId === id);
  const fitting = rows.filter(({ action }) => words.some((word) => action.toLowerCase().includes(word)));
  return fitting.length > 0
    ? pass(`${fitting.length} of ${rows.length} rows`)
    : fail(`none of ${rows.length} rows about it records that`);
}

function report(stage: Stage, resource: string, verb: string, finding: Finding): void {
  const meta: ProbeMeta = {
    id: `audit.${resource}.${verb}`,
    family: 'audit',
    resource,
    title: `The audit trail records: ${verb}`,
    owasp: 'API8:2023',
    actor: 'tenant',
  };
  stage.results.push(
    resultOf(stage, meta, finding, { expectation: 'a row by this actor under this tenant' }),
  );
}

/** Why the trail could not be read. */
export const auditUnread = (stage: Stage, reason: string): void =>
  report(stage, 'portal', 'read', inconclusive(reason));
