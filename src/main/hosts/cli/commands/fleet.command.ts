import { readFile } from 'node:fs/promises';
import type { Command } from 'commander';
import { parse } from 'csv-parse/sync';
import { runFleet, type FleetReport } from '../../../../shared/contract/fleet.contract.ts';
import { OperatorError } from '../../../../shared/errors/operator-error.ts';
import type { JsonObject } from '../../../../shared/model/json.ts';
import type { Host } from '../host.ts';
import type { Session } from '../session.ts';
import { duration } from '../views/duration.ts';
import { textTable } from '../views/text-table.ts';
import { wholeNumber } from './arguments.ts';

type Options = {
  readonly connection: string;
  readonly input: string;
  readonly concurrency?: number;
  readonly errorBudget?: number;
  readonly confirmCount?: number;
};

/** `fleet provision|migrate`: many tenants from one file. */
export function fleetCommand(fleet: Command, { action }: Host): void {
  for (const [name, says] of [
    ['provision', 'Bring the tenants of a CSV file to life, a few at a time.'],
    ['migrate', 'Apply pending migrations to the tenants of a CSV file, a few at a time.'],
  ] as const)
    fleet
      .command(name)
      .description(`${says} Called again with the same file, it goes on where it stopped.`)
      .requiredOption('--connection <name>', 'where; see `tenantctl connection list`')
      .requiredOption('--input <file>', 'a CSV file with a line of headings')
      .option('--concurrency <n>', 'how many at once (4)', wholeNumber)
      .option('--error-budget <n>', 'begin no more once more than so many have failed (5)', wholeNumber)
      .option('--confirm-count <n>', 'how many tenants these are, which production asks for', wholeNumber)
      .addHelpText('after', details)
      .action(action((session, options: Options) => run(session, name, options)));
}

const details = `
Headings are the fields of the intake, with a dot for those inside another; empty fields are left out:
  slug,legalName,contact.name,contact.email,server
  acme,Acme Health,Ada Example,ada@acme.example,
For migrate: tenantId,legalName

Exit code 0 when every tenant is done, 1 when one failed, 4 when one waits for a person.`;

async function run(
  { console, printer, live }: Session,
  runbook: string,
  { connection, input, concurrency, errorBudget, confirmCount }: Options,
): Promise<OperatorError | undefined> {
  live.byTenant();
  const report = await console.call(runFleet, {
    ...{ connection, runbook, inputs: readRows(await readFile(input, 'utf8'), input) },
    ...(concurrency !== undefined && { concurrency }),
    ...(errorBudget !== undefined && { errorBudget }),
    ...(confirmCount !== undefined && { confirmedCount: confirmCount }),
  });
  const failure = failureOf(report);
  printer.answer(report, () => fleetText(report), failure);
  return failure;
}

/** Errors: `E_INVALID_INPUT` for a file that is no CSV. */
function readRows(text: string, file: string): JsonObject[] {
  try {
    const rows = parse(text, { columns: true, trim: true, skip_empty_lines: true, bom: true });
    return (rows as Record<string, string>[]).map(nested);
  } catch (cause) {
    throw new OperatorError('E_INVALID_INPUT', { message: 'The file is not CSV.', details: { file }, cause });
  }
}

/** `contact.email` becomes `{ contact: { email } }`. */
function nested(row: Readonly<Record<string, string>>): JsonObject {
  const whole: Record<string, JsonObject[string]> = {};
  for (const [heading, value] of Object.entries(row)) {
    if (value === '') continue;
    const [outer = '', inner] = heading.split('.', 2);
    whole[outer] =
      inner === undefined ? value : { ...(whole[outer] as JsonObject | undefined), [inner]: value };
  }
  return whole;
}

function failureOf({ counts, stopped }: FleetReport): OperatorError | undefined {
  if (counts.failed > 0 || stopped)
    return new OperatorError('E_FLEET_INCOMPLETE', { details: { ...counts, stopped } });
  if (counts.waiting > 0)
    return new OperatorError('E_ANSWER_NEEDED', { details: { waiting: counts.waiting } });
  return undefined;
}

const fleetText = ({ counts, stopped, ms, results }: FleetReport): string =>
  [
    textTable(
      ['tenant', 'outcome', 'run', 'time'],
      results.map(({ tenantId, outcome, code, runId = '', ms: own }) => [
        ...[tenantId, code === undefined ? outcome : `${outcome}: ${code}`, runId, duration(own)],
      ]),
    ),
    `\n${counts.completed} completed, ${counts.already} done before, ${counts.waiting} waiting, ${counts.failed} failed, ` +
      `${counts['not-tried']} not tried, in ${duration(ms)}${stopped ? '; stopped by the budget of errors' : ''}.`,
  ].join('\n');
