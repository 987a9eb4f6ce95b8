import type pg from 'pg';
import type { Template } from '../../ports/database-server.port.ts';
import type { Secret } from '../../../shared/model/secret.ts';
import { grantToOwner, hideOthers } from './confinement.ts';
import { readSchemaDigest } from './schema-digest.ts';
import { onDatabase, urlTo, type ServerLogin } from './server-client.ts';

export const TEMPLATE_PREFIX = 'tenant_console_template_';

/** The number counts the ways in which templates were made and their schemas digested: one of another way is made anew. */
const STAMP = 'tenant-console template/3';

const nameOf = (set: string): string => `${TEMPLATE_PREFIX}${set.slice(0, 16)}`;
const stampOf = (set: string, schemaDigest: string): string => `${STAMP} ${set} ${schemaDigest}`;

/** A template carries its stamp only when it is whole: the stamp is the last thing it gets. */
export async function findTemplate(admin: pg.Client, set: string): Promise<Template | undefined> {
  const name = nameOf(set);
  const { rows } = await admin.query<{ stamp: string | null }>(
    `select shobj_description(oid, 'pg_database') as stamp from pg_database where datname = $1`,
    [name],
  );
  const digest = rows[0]?.stamp?.split(' ').at(-1);
  if (digest === undefined || rows[0]?.stamp !== stampOf(set, digest)) return undefined;
  return { name, schemaDigest: digest };
}

/** Makes it under a lock of the server, after another console that may be making it; half a one is made again. */
export async function makeTemplate(
  admin: pg.Client,
  login: ServerLogin,
  set: string,
  replay: (url: Secret) => Promise<unknown>,
): Promise<Template> {
  const made = await findTemplate(admin, set);
  if (made !== undefined) return made;
  const name = nameOf(set);
  const quoted = admin.escapeIdentifier(name);
  await admin.query('select pg_advisory_lock(hashtextextended($1, 0))', [name]);
  try {
    const ready = await findTemplate(admin, set);
    if (ready !== undefined) return ready;
    await admin.query(`drop database if exists ${quoted}`);
    await admin.query(`create database ${quoted} template template0 allow_connections false`);
    await admin.query(
      `revoke all on database ${quoted} from public; alter database ${quoted} allow_connections true`,
    );
    await replay(urlTo(login, name));
    const schemaDigest = await onDatabase(login, name, async (client) => {
      await hideOthers(client);
      await grantToOwner(client);
      return readSchemaDigest(client);
    });
    await admin.query(`alter database ${quoted} allow_connections false`);
    await admin.query(`comment on database ${quoted} is ${admin.escapeLiteral(stampOf(set, schemaDigest))}`);
    return { name, schemaDigest };
  } finally {
    await admin.query('select pg_advisory_unlock(hashtextextended($1, 0))', [name]);
  }
}
