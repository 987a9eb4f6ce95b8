import type { AuditedAction } from '../../ports/tenant-truth.port.ts';
import type { TemplateValues } from '../../../shared/model/portal-template.ts';
import { ancestorsOf, resourceNamed } from '../facts.ts';
import { fail, inconclusive, pass, type Finding } from '../oracle/finding.ts';
import type { ProbeMeta } from '../probe.ts';
import { resultOf } from './results.ts';
import { asksAbout, type Deed, type Stage } from './stage.ts';
import type { Chain } from './test-data.ts';

/** What the tenant's administrator did to one object of each resource, in order; each leaves a row in the trail. */
export type Done = {
  readonly resource: string;
  readonly id: string;
  readonly actions: readonly ('create' | 'update' | 'delete')[];
  /** Entity → id of what it hangs below. */
  readonly above: Readonly<Record<string, string>>;
};

/** What was made and then changed: an update counts when its probe has passed. */
export const doneWith = (stage: Stage, { makings, values }: Chain): readonly Done[] =>
  makings.flatMap(({ resource: { name }, id }) => {
    if (id === undefined) return [];
    const updated = stage.results.some(
      (each) => each.id === `function.${name}.update` && each.verdict === 'pass',
    );
    const actions = updated ? (['create', 'update'] as const) : (['create'] as const);
    return [{ resource: name, id: String(id), actions, above: aboveOf(stage, name, values) }];
  });

function aboveOf({ profile }: Stage, name: string, values: TemplateValues): Readonly<Record<string, string>> {
  const ancestors = ancestorsOf(profile, resourceNamed(profile, name));
  return Object.fromEntries(
    ancestors.map((each) => [resourceNamed(profile, each).entity, String(values[`${each}.id`])]),
  );
}

/** Every test action has to be in the portal's audit trail, under the tenant and by its actor (P12). */
export async function checkAudit(stage: Stage, actorId: string, done: readonly Done[]): Promise<void> {
  if (!asksAbout(stage, 'audit')) return;
  const actors = [...new Set([actorId, ...stage.deeds.map((deed) => deed.actorId)])];
  const trail = await stage.ports.truth.actionsBy(stage.target.tenantId, actors);
  const words = stage.profile.auditWords;
  const byAdmin = trail.filter((row) => row.actorId === actorId);
  for (const each of done)
    for (const verb of each.actions)
      report(stage, each.resource, verb, judgeTrail(byAdmin, each, words[verb]));
  for (const what of ['signIn', 'password'] as const) reportDeeds(stage, trail, what);
}

const isOf = ({ action }: AuditedAction, words: readonly string[]): boolean =>
  words.some((word) => action.toLowerCase().includes(word));

function judgeTrail(trail: readonly AuditedAction[], { id, above }: Done, words: readonly string[]): Finding {
  const rows = trail.filter(({ entityId }) => entityId === id);
  const fitting = rows.filter((row) => isOf(row, words));
  if (fitting.length === 0) return fail(`none of ${rows.length} rows about it records that`);
  const astray = fitting.flatMap((row) => Object.entries(row.above ?? {})).find(isAstray(above));
  if (astray !== undefined) return fail(`its row does not name the ${astray[0]} that it belongs to`);
  return pass(`${fitting.length} of ${rows.length} rows`);
}

/** Only where the object hangs below such a row is it asked for. */
const isAstray =
  (above: Done['above']) =>
  ([entity, id]: readonly [string, string | null]): boolean =>
    above[entity] !== undefined && above[entity] !== id;

const deedTitles = { signIn: 'sign-in', password: 'password change' } as const;

/** Sign-ins and changed passwords, of everybody who did so. */
function reportDeeds(stage: Stage, trail: readonly AuditedAction[], what: Deed['what']): void {
  const words = stage.profile.auditWords[what];
  const actors = stage.deeds.filter((deed) => deed.what === what).map(({ actorId }) => actorId);
  if (words.length === 0 || actors.length === 0) return;
  const silent = actors.filter((id) => !trail.some((row) => row.actorId === id && isOf(row, words)));
  const finding =
    silent.length === 0
      ? pass(`${actors.length} of ${actors.length} recorded`)
      : fail(`${silent.length} of ${actors.length} not recorded`);
  report(stage, 'portal', deedTitles[what].replace(' ', '-'), finding);
}

function report(stage: Stage, resource: string, verb: string, finding: Finding): void {
  const meta: ProbeMeta = {
    id: `audit.${resource}.${verb}`,
    family: 'audit',
    resource,
    title: `The audit trail records: ${verb.replace('-', ' ')}`,
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
