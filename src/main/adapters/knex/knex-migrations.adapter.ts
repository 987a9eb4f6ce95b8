import knex, { type Knex } from 'knex';
import { OperatorError } from '../../../shared/errors/operator-error.ts';
import type { Secret } from '../../../shared/model/secret.ts';
import type { Migrations } from '../../ports/migrations.port.ts';
import { extensions, readSet } from './migration-set.ts';

export type KnexOptions = {
  /** Where the migrations lie. */
  readonly folder: string;
  /** TLS for a server; none for plain loopback. */
  readonly ssl: (host: string) => Knex.PgConnectionConfig['ssl'] | undefined;
};

const WORDS = 500;
/** As PostgreSQL sets it by itself, whatever the owner of the database has set there. */
const PUBLIC_NAMES = '-c search_path="$user",public';

/** Migrations by knex, in this process. */
export function knexMigrations({ folder, ssl }: KnexOptions): Migrations {
  return {
    read: () => readSet(folder),
    latest: async (url) => {
      const said: string[] = [];
      const db = openKnex(url, folder, ssl, said);
      try {
        const [, names] = (await db.migrate.latest()) as [number, string[]];
        return names;
      } catch (error) {
        throw new OperatorError('E_MIGRATIONS_FAILED', {
          details: { migration: failedIn(said), knex: wordsOf(error) },
          cause: error,
        });
      } finally {
        await db.destroy();
      }
    },
  };
}

function openKnex(url: Secret, folder: string, ssl: KnexOptions['ssl'], said: string[]): Knex {
  const say = (message: unknown) => void said.push(String(message));
  return knex({
    client: 'pg',
    connection: {
      connectionString: url.reveal(),
      ssl: ssl(new URL(url.reveal()).hostname) ?? false,
      options: PUBLIC_NAMES,
    },
    pool: { min: 0, max: 1 },
    migrations: { directory: folder, loadExtensions: extensions },
    log: { warn: say, error: say, deprecate: say, debug: say },
  });
}

const failedIn = (said: readonly string[]): string =>
  /migration file "([^"]+)" failed/.exec(said.join('\n'))?.[1] ?? 'unknown';

const wordsOf = (error: unknown): string =>
  (error instanceof Error ? error.message : String(error)).slice(0, WORDS);
