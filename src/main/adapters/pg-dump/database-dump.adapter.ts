import { createReadStream } from 'node:fs';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { CommandEnd, RunCommand } from '../../ports/command.port.ts';
import type { DumpDatabase } from '../../ports/database-dump.port.ts';
import type { Secret } from '../../../shared/model/secret.ts';

const DUMP_MS = 6 * 3_600_000;
const WORDS = 200;

/** PostgreSQL's own pg_dump. Its password goes through a private file, never through an argument. */
export const pgDump =
  (run: RunCommand): DumpDatabase =>
  async (url, { tls, caFile }) => {
    const folder = await mkdtemp(join(tmpdir(), 'pg-dump-'));
    const remove = () => rm(folder, { recursive: true, force: true });
    try {
      const file = join(folder, 'dump.sql');
      const ssl = tls === 'verify-full' ? { sslmode: 'verify-full', sslrootcert: caFile ?? 'system' } : {};
      const target = await targetOf(url, folder, ssl);
      const args = ['--no-password', `--file=${file}`, `--dbname=${target}`];
      const ended = await run({ command: 'pg_dump', args, environment: [], timeoutMs: DUMP_MS });
      const unavailable = reasonOf(ended);
      if (unavailable === undefined)
        return { by: 'pg_dump', text: createReadStream(file, { encoding: 'utf8' }), remove };
      await remove();
      return { unavailable };
    } catch (error) {
      await remove();
      throw error;
    }
  };

/** A libpq connection string (libpq-connect) with its password in a password file (libpq-pgpass). */
async function targetOf(url: Secret, folder: string, ssl: Record<string, string>): Promise<string> {
  const { hostname: host, port, pathname, username, password } = new URL(url.reveal());
  const passfile = join(folder, 'pgpass');
  const word = decodeURIComponent(password).replaceAll(/[\\:]/g, String.raw`\$&`);
  await writeFile(passfile, `*:*:*:*:${word}\n`, { mode: 0o600 });
  const parts = {
    ...{ host, port: port === '' ? '5432' : port, dbname: decodeURIComponent(pathname.slice(1)) },
    ...{ user: decodeURIComponent(username), passfile, ...ssl },
  };
  const quoted = (text: string) => `'${text.replaceAll(/[\\']/g, String.raw`\$&`)}'`;
  return Object.entries(parts)
    .map(([name, value]) => `${name}=${quoted(value)}`)
    .join(' ');
}

function reasonOf(ended: CommandEnd): string | undefined {
  if (ended.end === 'missing') return 'pg_dump is not installed';
  if (ended.end === 'cut-off') return 'pg_dump was cut off';
  if (ended.code === 0) return undefined;
  return ended.stderr.trim().slice(0, WORDS);
}
