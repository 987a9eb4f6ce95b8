import type { Command } from 'commander';
import {
  addConnection,
  examineConnection,
  listConnections,
  removeConnection,
  testConnection,
} from '../../../../shared/contract/connections.contract.ts';
import { OperatorError } from '../../../../shared/errors/operator-error.ts';
import { environments, tlsModes } from '../../../../shared/model/connection.ts';
import type { Host } from '../host.ts';
import type { Session } from '../session.ts';
import { connectionListText, diagnosisText, testText } from '../views/connection-text.ts';
import { choiceOf, wholeNumber } from './arguments.ts';
import { confirmByName } from './confirm-by-name.ts';
import { connectionInput, type AddOptions } from './connection-input.ts';

/** `connection add|list|test|doctor|remove`. */
export function connectionCommand(connection: Command, { action }: Host): void {
  declareAdd(connection).action(action(add));
  connection
    .command('list')
    .description('List the connections and what was pinned when each was first met.')
    .action(action(list));
  connection
    .command('test <name>')
    .description('Connect and prove which environment it is.')
    .action(action(test));
  connection
    .command('doctor <name>')
    .description(
      'Say in plain words what is wrong and what to do: reachability, TLS, environment, schema, clock, pooling, and the console’s own role, with the GRANTs it wants.',
    )
    .addHelpText(
      'after',
      '\nExit code 1 when the console refuses to work over the connection.\n\nExample:\n  $ tenantctl connection doctor production',
    )
    .action(action(doctor));
  connection
    .command('remove <name>')
    .description('Forget a connection and its secrets. The ledger keeps what was done over it.')
    .option('--yes', 'do not ask for the name to be typed')
    .action(action(remove));
}

const declareAdd = (connection: Command): Command =>
  connection
    .command('add [name]')
    .description(
      'Add a connection, or replace the one of the same name. Passwords go into the keychain and nowhere else.',
    )
    .option('--input <file>', 'the connection as JSON, `-` for standard input, instead of the options below')
    .option('--environment <kind>', environments.join(', '), choiceOf(environments))
    .option('--host <host>')
    .option('--port <port>', '5432 when left out', wholeNumber)
    .option('--database <name>')
    .option('--user <role>', 'the console’s own least-privilege role; see resources/')
    .option('--tls <mode>', `${tlsModes.join(', ')}; verify-full when left out`, choiceOf(tlsModes))
    .option('--ca-file <file>', 'certificate authority to trust; the system’s when left out')
    .option('--portal-url <url>', 'where the tenants’ portal answers')
    .option('--portal-profile <file>', 'how that portal is spoken to; PensionPortal when left out')
    .option('--canary <tenant>', 'standing canary tenant that isolation probes aim at')
    .option('--mail-url <url>', 'Resend’s API')
    .option('--mail-from <address>', 'sender of the welcome mail')
    .option('--files-url <url>', 'API of the file store, Vercel Blob')
    .option('--files-from <url>', 'where it hands files out, if not at Vercel’s host')
    .option('--model <model>', 'tenancy model: pooled (when left out) or database')
    .option(
      '--secret-store <kind>',
      'where tenants’ connections are kept: azure-key-vault, vault or keychain',
    )
    .option('--secret-store-url <url>', 'its address')
    .option('--secret-store-mount <mount>', 'where Vault’s KV engine is mounted; secret when left out')
    .option('--migrations <folder>', 'migrations that make a tenant’s own database')
    .option('--password-stdin', 'database password from standard input (or TENANT_CONSOLE_DB_PASSWORD)')
    .option('--keep-password', 'keep the password that is in the keychain')
    .addHelpText('after', addDetails);

const addDetails = `
A password is never an argument: it is asked for at the terminal, read from standard input, or taken from the
environment (TENANT_CONSOLE_DB_PASSWORD; the mail key from TENANT_CONSOLE_MAIL_KEY, the
file store’s token from TENANT_CONSOLE_OBJECTS_KEY, the secret store’s from TENANT_CONSOLE_STORE_TOKEN). Without options
the connection is asked for field by field.

Examples:
  $ tenantctl connection add staging --environment staging --host db.staging.example.ie --database portal --user tenant_console
  $ pass show portal/db | tenantctl connection add production --input production.json --password-stdin`;

async function add(session: Session, name: string | undefined, options: AddOptions): Promise<undefined> {
  const added = await session.console.call(addConnection, await connectionInput(session, name, options));
  session.printer.answer(added, () => connectionListText([added]));
}

async function list({ console, printer }: Session): Promise<undefined> {
  const connections = await console.call(listConnections, {});
  printer.answer(connections, () => connectionListText(connections));
}

async function test({ console, printer }: Session, name: string): Promise<undefined> {
  const tested = await console.call(testConnection, { name });
  printer.answer(tested, (paint) => testText(name, tested, paint));
}

async function doctor({ console, printer }: Session, name: string): Promise<OperatorError | undefined> {
  const diagnosis = await console.call(examineConnection, { name });
  const refused = diagnosis.findings.filter(({ verdict }) => verdict === 'refused').map(({ title }) => title);
  const failure =
    refused.length === 0 ? undefined : new OperatorError('E_CONNECTION_UNFIT', { details: { refused } });
  printer.answer(diagnosis, (paint) => diagnosisText(diagnosis, paint), failure);
  return failure;
}

async function remove(
  session: Session,
  name: string,
  { yes = false }: { readonly yes?: boolean },
): Promise<undefined> {
  if (!yes)
    await confirmByName(session.ask, 'This forgets the connection and its secrets. Type its name', name);
  const removed = await session.console.call(removeConnection, { name });
  session.printer.answer(removed, () => `Forgotten: ${name}`);
}
