import { execFile } from 'node:child_process';
import { promisify } from 'node:util';

const run = promisify(execFile);

/** The address of a database on the server that is measured. */
export type UrlOf = (database: string) => string;

/** The password goes by the environment: what a process was started with can be read by others. */
export function psql(url: string, ...commands: readonly string[]) {
  const bare = new URL(url);
  const env = { ...process.env, PGPASSWORD: decodeURIComponent(bare.password) };
  bare.password = '';
  const args = ['-X', '-q', '-v', 'ON_ERROR_STOP=1', bare.href, ...commands.flatMap((one) => ['-c', one])];
  return run('psql', args, { env });
}

/** What an administrator would type: role, clone, grants. */
export async function bareTenant(url: UrlOf, template: string, name: string): Promise<void> {
  await psql(
    url('postgres'),
    `create role ${name} login password 'bare'`,
    `create database ${name} owner ${name} template ${template}`,
    `revoke all on database ${name} from public`,
  );
  await psql(
    url(name),
    ...['identity', 'crm'].flatMap((schema) => [
      `grant usage on schema ${schema} to ${name}`,
      `grant all on all tables in schema ${schema} to ${name}`,
      `grant all on all sequences in schema ${schema} to ${name}`,
    ]),
  );
}
