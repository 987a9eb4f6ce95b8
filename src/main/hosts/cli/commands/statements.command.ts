import type { Command } from 'commander';
import { listStatements } from '../../../../shared/contract/statements.contract.ts';
import type { OutputOf } from '../../../../shared/contract/call.ts';
import type { Host } from '../host.ts';
import type { Session } from '../session.ts';
import type { Paint } from '../terminal.ts';

type Options = { readonly connection?: string; readonly model?: string; readonly reading?: string };
type Listed = OutputOf<typeof listStatements>;

/** `statements`: the closed catalogue of SQL. */
export function statementsCommand(statements: Command, { action }: Host): void {
  statements
    .description(
      'List every SQL statement that the console may run: name, purpose, SQL, row cap, time-out, digest.',
    )
    .option('--connection <name>', 'with the names of the live schema behind this connection')
    .option('--reading <name>', 'with the names of this reading of the schema')
    .option('--model <id>', 'of this tenancy model')
    .addHelpText(
      'after',
      '\nExamples:\n  $ tenantctl statements\n  $ tenantctl statements --connection production --json | jq -r ".statements[].digest"',
    )
    .action(action(list));
}

async function list(
  { console, printer }: Session,
  { connection, model, reading }: Options,
): Promise<undefined> {
  const listed = await console.call(listStatements, {
    ...(connection !== undefined && { connection }),
    ...(model !== undefined && { model }),
    ...(reading !== undefined && { reading }),
  });
  printer.answer(listed, (paint) => statementsText(listed, paint));
}

const statementsText = ({ reading, statements }: Listed, paint: Paint): string =>
  [
    `${statements.length} statements, with the names of “${reading}”`,
    ...statements.map(({ name, purpose, sql, rowCap, timeoutMs, digest }) =>
      [
        paint('bold', name),
        `  ${purpose}`,
        `  at most ${rowCap} rows, ${timeoutMs} ms, sha256 ${digest}`,
        paint('dim', sql.replaceAll(/^/gm, '    ')),
      ].join('\n'),
    ),
  ].join('\n\n');
