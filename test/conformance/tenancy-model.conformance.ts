import { z } from 'zod';
import type { Runbook } from '../../src/main/engine/runbook.ts';
import type { AnyStep } from '../../src/main/engine/step.ts';
import type { AnyStatement } from '../../src/main/ports/database.port.ts';

export type ModelParts = {
  readonly id: string;
  // eslint-disable-next-line @typescript-eslint/no-explicit-any -- runbooks of every intake and every ports
  readonly provision: Runbook<any, any>;
  readonly statements: readonly AnyStatement[];
  /** Names of the files in the model's folder. */
  readonly files: readonly string[];
};

type Step = AnyStep<unknown, unknown>;

/** Every model's folder has these, so that whoever knows one finds their way in the next. */
const files = ['intake.ts', 'provision.runbook.ts', 'schema.ts', 'statements', 'steps'];

/** What any tenancy model lacks of what each must have, a line each; none for a whole one. */
export function lacks({ id, provision, statements, files: own }: ModelParts): readonly string[] {
  const steps = provision.steps as readonly Step[];
  const ids = steps.map((step) => step.id);
  const approved = ids.indexOf('approve-plan');
  const proven = ids.indexOf('prove-environment');
  return [
    ...files.filter((file) => !own.includes(file)).map((file) => `the file ${file}`),
    ...(provision.id === `${id}.provision` ? [] : ['a runbook named after the model']),
    ...(approved < 0 ? ['an approval of the plan'] : []),
    ...(proven < 0 || proven > approved ? ['a proof of the environment before the plan is approved'] : []),
    ...steps.flatMap((step) => ofStep(id, step)),
    ...statements.flatMap((statement) => ofStatement(id, statement)),
    ...ofIntake(provision.input),
  ];
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
function ofIntake(input: z.ZodType): readonly string[] {
  const { properties = {} } = z.toJSONSchema(input, { io: 'input' });
  return ['legalName', 'contact']
    .filter((name) => !(name in properties))
    .map((name) => `${name} in its intake`);
}
