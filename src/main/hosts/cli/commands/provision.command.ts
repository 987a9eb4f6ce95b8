import { userInfo } from 'node:os';
import type { Command } from 'commander';
import {
  describeIntake,
  previewProvisioning,
  startProvisioning,
} from '../../../../shared/contract/runs.contract.ts';
import { OperatorError } from '../../../../shared/errors/operator-error.ts';
import { driveRun } from '../drive-run.ts';
import type { Host } from '../host.ts';
import { askForm } from '../prompts/form.ts';
import { readSchema } from '../prompts/json-schema.ts';
import type { Session } from '../session.ts';
import { planText } from '../views/plan-text.ts';
import { readInputFile, type InputFile } from './input-file.ts';
import { connectionOf, demandWhere } from './connection-of.ts';
import { answerRun } from './answer-run.ts';

type Options = {
  readonly connection?: string;
  readonly model?: string;
  readonly input?: string;
  readonly plan?: true;
  readonly yes?: boolean;
  readonly breakGlass?: string;
  readonly confirmName?: string;
};

/** `provision`: intake, plan, run, verification and hand-over of a new tenant. */
export function provisionCommand(provision: Command, { action }: Host): void {
  provision
    .description(
      'Bring a tenant to life: intake, plan, run, verification, hand-over. Asks for what is not given.',
    )
    .option('--connection <name>', 'where; see `tenantctl connection list`')
    .option('--model <model>', 'instead of --connection: the one connection of this tenancy model')
    .option('--input <file>', 'intake as JSON, `-` for standard input; asks step by step when left out')
    .option('--plan', 'show what the run would do, and do nothing')
    .option('--yes', 'confirm what each step proposes')
    .option(
      '--break-glass <reason>',
      'in an emergency: attributed to the user of this system, and somebody else has to sign afterwards',
    )
    .option('--confirm-name <name>', 'the tenant’s legal name, which production asks for')
    .addHelpText('after', details)
    .hook('preAction', demandWhere)
    .action(action(run));
}

const details = `
The input file:
  {
    "legalName": "Example Brokers Ltd", "croNumber": "123456", "plan": "standard",
    "contact": { "name": "Ada Example", "email": "ada@example.ie" },
    "checklist": { "dpa-signed": { "done": true, "by": "J. Doe", "at": "2026-01-31", "note": "DPA-17" }, … },
    "handOver": { "channel": "openpgp", "openpgpKey": "-----BEGIN PGP PUBLIC KEY BLOCK-----…" },
    "answers": { "<step id>": { … } }
  }
“answers” is optional: the answer to a step that would ask a person. The file holds personal data; keep it accordingly.

Examples:
  $ tenantctl provision --connection sandbox
  $ tenantctl provision --model database --input tenant.json --yes
  $ tenantctl provision --connection staging --input broker.json --plan
  $ tenantctl provision --connection sandbox --input broker.json --yes --json
  $ tenantctl provision --connection production --input broker.json --confirm-name "Example Brokers Ltd"

A run that stops is not lost: \`tenantctl runs resume RUN\` goes on, \`tenantctl rollback RUN\` takes it back.`;

async function run(session: Session, options: Options): Promise<OperatorError | undefined> {
  const { plan, yes = false, confirmName, breakGlass: reason } = options;
  const connection = await connectionOf(session.console, options);
  const { answers, rest: intake } = await intakeOf(session, connection, options.input);
  const { console, printer } = session;
  if (plan) {
    const preview = await console.call(previewProvisioning, { connection, intake });
    printer.answer(preview, (paint) => planText(preview, paint));
    return undefined;
  }
  const opened = await console.call(startProvisioning, {
    ...{ connection, intake },
    ...(reason !== undefined && { breakGlass: { reason, osUser: userInfo().username } }),
  });
  return answerRun(session, await driveRun(session, opened, { answers, yes, confirmName }));
}

/** The intake from a file, else from the person at the terminal. Errors: `E_ANSWER_NEEDED` when there is neither. */
async function intakeOf(
  { console, ask, terminal, printer }: Session,
  connection: string,
  input: string | undefined,
): Promise<InputFile> {
  if (input !== undefined) return readInputFile(input, terminal);
  if (ask === undefined)
    throw new OperatorError('E_ANSWER_NEEDED', {
      message: 'There is no --input, and nobody at the terminal to ask.',
    });
  const { title, schema } = await console.call(describeIntake, { connection });
  printer.aside((paint) => paint('bold', `\n${title}: what is to be known`));
  return { answers: {}, rest: await askForm(ask, readSchema(schema)) };
}
