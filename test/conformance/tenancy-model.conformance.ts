import { z } from 'zod';
import type { Runbook } from '../../src/main/engine/runbook.ts';
import type { AnyStep } from '../../src/main/engine/step.ts';
import type { AnyStatement } from '../../src/main/ports/database.port.ts';
import type { AnyTenancyModel } from '../../src/main/tenancy/tenancy-model.ts';

type Step = AnyStep<unknown, unknown>;
// eslint-disable-next-line @typescript-eslint/no-explicit-any -- runbooks of every intake and every ports
type AnyRunbook = Runbook<any, any>;

/** Every model's folder has these, so that whoever knows one finds their way in the next. */
const files = [
  ...['model.ts', 'intake.ts', 'schema.ts', 'reconcile.ts', 'statements', 'steps'],
  ...['provision.runbook.ts', 'verify.runbook.ts', 'offboard.runbook.ts'],
];

/** What any tenancy model lacks of what each must have, a line each; none for a whole one. `own`: files of its folder. */
export function lacks(model: AnyTenancyModel, own: readonly string[]): readonly string[] {
  const { id, title, catalogues, provision, verify, offboard } = model;
  const statements = catalogues.flatMap((catalogue) => catalogue.statements);
  return [
    ...files.filter((file) => !own.includes(file)).map((file) => `the file ${file}`),
    ...(title === '' ? ['a title'] : []),
    ...ofRunbook(id, 'provision', provision),
    ...ofRunbook(id, 'verify', verify),
    ...ofRunbook(id, 'offboard', offboard),
    ...Object.entries(model.upkeep?.runbooks ?? {}).flatMap(([name, each]) => ofRunbook(id, name, each)),
    ...ofProvisioning(provision),
    ...ofOffboarding(offboard),
    ...statements.flatMap((statement) => ofStatement(id, statement)),
    ...catalogues.flatMap(({ readings }) => (Object.keys(readings).length > 0 ? [] : ['a known reading'])),
    ...ofIntake(model.intake),
  ];
}

function ofRunbook(model: string, name: string, { id, title, steps }: AnyRunbook): readonly string[] {
  const first = (steps as readonly Step[]).findIndex((step) => !('none' in step.undo));
  const proven = steps.findIndex((step) => step.id === 'prove-environment');
  return [
    ...(id === `${model}.${name}` ? [] : [`${name}: a runbook named after the model`]),
    ...(title === '' ? [`${name}: a title`] : []),
    ...(proven < 0 || (first >= 0 && proven > first)
      ? [`${name}: a proof of the environment before anything is changed`]
      : []),
    ...(steps as readonly Step[]).flatMap((step) => ofStep(model, step)),
  ];
}

function ofProvisioning({ steps }: AnyRunbook): readonly string[] {
  const ids = steps.map((step) => step.id);
  const approved = ids.indexOf('approve-plan');
  const changes = steps.findIndex((step) => !('none' in step.undo));
  if (approved < 0) return ['provision: an approval of the plan'];
  return changes >= 0 && changes < approved ? ['provision: an approval before the first change'] : [];
}

/** What cannot be taken back waits for other people. */
function ofOffboarding({ steps }: AnyRunbook): readonly string[] {
  const signed = steps.some((step) => step.kind !== 'automatic' && step.approval !== undefined);
  return signed ? [] : ['offboard: signatures of other people'];
}

function ofStep(model: string, { id, title, undo }: Step): readonly string[] {
  const said = 'none' in undo ? undo.none : undo.says;
  return [
    ...(id.includes('.') && !id.startsWith(`${model}.`) ? [`${id}: an id of the model`] : []),
    ...(title === '' ? [`${id}: a title`] : []),
    ...(said === '' ? [`${id}: what a rollback does about it, or why nothing`] : []),
  ];
}

function ofStatement(model: string, { name, purpose, rowCap, timeoutMs }: AnyStatement): readonly string[] {
  return [
    ...(name.startsWith(`${model}.`) ? [] : [`${name}: a name of the model`]),
    ...(purpose === '' ? [`${name}: a purpose`] : []),
    ...(rowCap >= 0 && timeoutMs >= 1 ? [] : [`${name}: bounds`]),
  ];
}

/** Forms are drawn from the intake, and plans and production’s typed name ask for the legal name. */
function ofIntake(intake: z.ZodType): readonly string[] {
  const { properties = {} } = z.toJSONSchema(intake, { io: 'input' });
  return ['legalName', 'contact']
    .filter((name) => !(name in properties))
    .map((name) => `${name} in its intake`);
}
