import type { Connection } from '../../../shared/model/connection.ts';
import type { Finding } from '../../../shared/model/finding.ts';
import { storeTokenOf } from './connection-secrets.ts';
import type { ConnectionContext } from './open-database.ts';

type Judged = Omit<Finding, 'id' | 'title'>;

/** A name that a store may be asked for: whether it answers is what counts. */
const ASKED = 'tenant-console-doctor';

/** Where the connections of placed tenants are kept. Errors: those of `SecretStore`. */
export async function judgeSecretStore(
  { keychain, openSecrets }: ConnectionContext,
  connection: Connection,
): Promise<Judged> {
  if (connection.secretStore === undefined) {
    return {
      verdict: 'refused',
      words: 'None is named, so no tenant can be made.',
      fix: 'Add the secret store to the connection.',
    };
  }
  const store = await openSecrets(connection, await storeTokenOf(keychain, connection));
  await store.get(ASKED);
  return { verdict: 'ok', words: `${connection.secretStore.url ?? 'The keychain'} answers.` };
}

/** What makes the schema of a placed tenant. Errors: those of `Migrations`. */
export async function judgeMigrations(
  { openMigrations }: ConnectionContext,
  connection: Connection,
): Promise<Judged> {
  const fix = 'Name the folder of the tenants’ migrations in the connection.';
  if (connection.migrations === undefined)
    return { verdict: 'refused', words: 'No folder is named, so no tenant can be made.', fix };
  const { names } = await (await openMigrations(connection)).read();
  if (names.length === 0) return { verdict: 'warning', words: `${connection.migrations} holds none.`, fix };
  return { verdict: 'ok', words: `${names.length} in ${connection.migrations}.` };
}
