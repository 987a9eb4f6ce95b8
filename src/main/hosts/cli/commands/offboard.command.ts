import type { Command } from 'commander';
import {
  describeOffboarding,
  previewOffboarding,
  startOffboarding,
} from '../../../../shared/contract/offboard.contract.ts';
import { OperatorError } from '../../../../shared/errors/operator-error.ts';
import { driveRun } from '../drive-run.ts';
import type { Host } from '../host.ts';
import { askForm } from '../prompts/form.ts';
import { readSchema } from '../prompts/json-schema.ts';
import type { Session } from '../session.ts';
import { planText } from '../views/plan-text.ts';
import { answerRun } from './answer-run.ts';
import { readInputFile, type InputFile } from './input-file.ts';

type Options = {
  readonly connection: string;
  readonly input?: string;
  readonly plan?: true;
  readonly yes?: boolean;
};

/** `offboard`: export, receipt, approvals, erasure and proof for a tenant that leaves. */
export function offboardCommand(offboard: Command, { action }: Host): void {
  offboard
    .description(
      'Off-board a tenant: export its data, wait for the receipt and two signatures, disable, anonymise, prove.',
    )
    .requiredOption('--connection <name>', 'where; see `tenantctl connection list`')
    .option('--input <file>', 'what is known as JSON, `-` for standard input; asks when left out')
    .option('--plan', 'show what the run would do, and do nothing')
    .option('--yes', 'confirm what each step proposes')
    .addHelpText('after', details)
    .action(action(run));
}

const details = `
The input file:
  {
    "tenantId": "brk_…", "legalName": "Example Brokers Ltd", "reason": "Contract ended, letter of 2026-01-31",
    "recipient": { "name": "Ada Example", "email": "ada@example.ie", "openpgpKey": "-----BEGIN PGP PUBLIC KEY BLOCK-----…" },
    "dpo": { "email": "dpo@example.ie" },
    "classified": { "members.nick_name": "clear" },
    "answers": { "<step id>": { … } }
  }
“ageRecipient”: "age1…" instead of “openpgpKey” encrypts the export with age; without either it is delivered as it is.
“classified” says what becomes of columns that the console does not know: keep, clear or scrub.

Of a tenant with a database of its own:
  { "tenantId": "acme", "legalName": "Acme", "reason": "…", "recipient": { "email": "ada@acme.example" }, "waitDays": 30 }

Examples:
  $ tenantctl offboard --connection staging --input leaving.json --plan
  $ tenantctl offboard --connection staging --input leaving.json
  $ tenantctl approvals export RUN --out request.json   two others sign; then go on:
  $ tenantctl runs resume RUN --yes`;

async function run(session: Session, options: Options): Promise<OperatorError | undefined> {
  const { connection, plan, yes = false } = options;
  const { answers, rest: input } = await inputOf(session, options);
  const { console, printer } = session;
  if (plan) {
    const preview = await console.call(previewOffboarding, { connection, input });
    printer.answer(preview, (paint) => planText(preview, paint));
    return undefined;
  }
  const opened = await console.call(startOffboarding, { connection, input });
  return answerRun(session, await driveRun(session, opened, { answers, yes }));
}

/** From a file, else from the person at the terminal. Errors: `E_ANSWER_NEEDED` when there is neither. */
async function inputOf(
  { console, ask, terminal, printer }: Session,
  { input, connection }: Options,
): Promise<InputFile> {
  if (input !== undefined) return readInputFile(input, terminal);
  if (ask === undefined)
    throw new OperatorError('E_ANSWER_NEEDED', {
      message: 'There is no --input, and nobody at the terminal to ask.',
    });
  const { title, schema } = await console.call(describeOffboarding, { connection });
  printer.aside((paint) => paint('bold', `\n${title}: what is to be known`));
  return { answers: {}, rest: await askForm(ask, readSchema(schema)) };
}
