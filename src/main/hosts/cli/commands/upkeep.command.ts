import type { Command } from 'commander';
import {
  inspectTenant,
  previewUpkeep,
  startUpkeep,
  type Inspection,
} from '../../../../shared/contract/upkeep.contract.ts';
import type { OperatorError } from '../../../../shared/errors/operator-error.ts';
import { driveRun } from '../drive-run.ts';
import type { Host } from '../host.ts';
import type { Session } from '../session.ts';
import { planText } from '../views/plan-text.ts';
import { textTable } from '../views/text-table.ts';
import { answerRun } from './answer-run.ts';
import { readInputFile } from './input-file.ts';

type Options = {
  readonly connection: string;
  readonly input: string;
  readonly plan?: true;
  readonly yes?: boolean;
  readonly confirmName?: string;
};

const runbooks = [
  {
    name: 'adopt',
    says: 'Take over the parts of a tenant that somebody left, and complete it. Removes nothing.',
    example:
      '{ "slug": "acme", "legalName": "Acme", "contact": { "name": "Ada", "email": "ada@acme.example" } }',
  },
  {
    name: 'purge',
    says: 'Destroy the parts of a tenant that is not active. The last resort: CISO and Compliance Officer sign.',
    example: '{ "tenantId": "acme", "legalName": "Acme", "reason": "TICKET-7: a rehearsal gone wrong" }',
  },
  {
    name: 'migrate',
    says: 'Apply the migrations that are new since a tenant was made.',
    example: '{ "tenantId": "acme", "legalName": "Acme" }',
  },
] as const;

/** `upkeep inspect|adopt|purge|migrate`: tenants whose parts do not agree, and those that are behind. */
export function upkeepCommand(upkeep: Command, { action }: Host): void {
  upkeep
    .command('inspect <tenant>')
    .description('Show which parts of a tenant exist, who made each, and what can be done. Changes nothing.')
    .requiredOption('--connection <name>', 'where; see `tenantctl connection list`')
    .action(action(inspect));
  for (const { name, says, example } of runbooks)
    upkeep
      .command(name)
      .description(says)
      .requiredOption('--connection <name>', 'where; see `tenantctl connection list`')
      .requiredOption('--input <file>', 'what it asks as JSON, `-` for standard input')
      .option('--plan', 'show what the run would do, and do nothing')
      .option('--yes', 'confirm what each step proposes')
      .option('--confirm-name <name>', 'the tenant’s name, which production asks for')
      .addHelpText('after', `\nThe input file:\n  ${example}`)
      .action(action((session, options: Options) => run(session, name, options)));
}

async function inspect(
  { console, printer }: Session,
  tenantId: string,
  { connection }: Pick<Options, 'connection'>,
): Promise<undefined> {
  const seen = await console.call(inspectTenant, { connection, tenantId });
  printer.answer(seen, () => inspectionText(seen));
}

async function run(session: Session, runbook: string, options: Options): Promise<OperatorError | undefined> {
  const { connection, input: file, plan, yes = false, confirmName } = options;
  const { answers, rest: input } = await readInputFile(file, session.terminal);
  const { console, printer } = session;
  if (plan) {
    const preview = await console.call(previewUpkeep, { connection, runbook, input });
    printer.answer(preview, (paint) => planText(preview, paint));
    return undefined;
  }
  const opened = await console.call(startUpkeep, { connection, runbook, input });
  return answerRun(session, await driveRun(session, opened, { answers, yes, confirmName }));
}

function inspectionText({ tenantId, parts, whole, offered }: Inspection): string {
  if (parts.length === 0) return `Nothing of ${tenantId} exists.`;
  const table = textTable(
    ['part', 'name', 'where', 'made by'],
    parts.map(({ part, name, where, madeBy, run }) => [
      ...[part, name, where],
      `${madeBy === '' ? 'not this console' : madeBy}${run ? ` (${run.runbook}, ${run.state})` : ''}`,
    ]),
  );
  if (whole) return `${table}\n\nAll parts are there, and the tenant is active.`;
  return `${table}\n\nFirst resume or roll back the runs above. Otherwise: ${offered.join(', ') || 'nothing fits'}.`;
}
