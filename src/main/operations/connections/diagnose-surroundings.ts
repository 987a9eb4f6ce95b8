import { isOperatorError } from '../../../shared/errors/operator-error.ts';
import type { Connection } from '../../../shared/model/connection.ts';
import type { Finding } from '../../../shared/model/finding.ts';
import { pensionPortal } from '../../isolation/profiles/pension-portal.profile.ts';
import { modelOf } from '../../tenancy/index.ts';
import { judgeMigrations, judgeSecretStore } from './diagnose-placement.ts';
import { mailKeyOf, objectsKeyOf } from './connection-secrets.ts';
import type { ConnectionContext } from './open-database.ts';
import type { AnyDatabase } from './open-doors.ts';

type Judged = Omit<Finding, 'id' | 'title'>;

/**
 * What a run needs beside the database: the canary tenant, the portal, the mail service and the file store; where tenants are placed on
 * servers also the secret store and the migrations.
 */
export async function diagnoseSurroundings(
  ctx: ConnectionContext,
  connection: Connection,
  database: AnyDatabase | undefined,
): Promise<readonly Finding[]> {
  const looked = [
    {
      id: 'canary',
      title: 'Canary tenant',
      ...(await guarded(() => judgeCanary(ctx, connection, database))),
    },
    { id: 'portal', title: 'Portal', ...(await guarded(() => judgePortal(ctx, connection))) },
    { id: 'mail', title: 'Mail', ...(await guarded(() => judgeMail(ctx, connection))) },
    { id: 'objects', title: 'File store', ...(await guarded(() => judgeObjects(ctx, connection))) },
  ];
  if (modelOf(ctx.models, connection.model).servers === undefined) return looked;
  const store = await guarded(() => judgeSecretStore(ctx, connection));
  const migrations = await guarded(() => judgeMigrations(ctx, connection));
  return [
    ...looked,
    { id: 'secret-store', title: 'Secret store', ...store },
    { id: 'migrations', title: 'Migrations', ...migrations },
  ];
}

async function guarded(judge: () => Promise<Judged>): Promise<Judged> {
  try {
    return await judge();
  } catch (error) {
    if (!isOperatorError(error)) throw error;
    return { verdict: 'refused', words: error.message, fix: error.fix };
  }
}

async function judgeCanary(
  ctx: ConnectionContext,
  connection: Connection,
  database: AnyDatabase | undefined,
): Promise<Judged> {
  const { sharedPortal } = modelOf(ctx.models, connection.model);
  if (sharedPortal === undefined)
    return { verdict: 'ok', words: 'None is needed: tenants of this model share no tables.' };
  const tenantId = connection.portal?.canaryTenantId;
  const fix = 'Have a canary tenant made that belongs to no customer, and name its id in the connection.';
  if (tenantId === undefined)
    return { verdict: 'warning', words: 'None is named, so isolation cannot be proven.', fix };
  if (database === undefined) return { verdict: 'unknown', words: 'Could not be looked at.' };
  const there = await sharedPortal.hasCanary(database, tenantId);
  if (there) return { verdict: 'ok', words: `${tenantId} is there, with data to aim at.` };
  return { verdict: 'refused', words: `${tenantId} is not there, or has no data to aim at.`, fix };
}

async function judgePortal(ctx: ConnectionContext, { portal }: Connection): Promise<Judged> {
  if (portal === undefined) {
    return {
      verdict: 'warning',
      words: 'None is named, so access cannot be verified.',
      fix: 'Add its address to the connection.',
    };
  }
  const door = ctx.openPortal(pensionPortal, portal.url);
  try {
    const { status, ms } = await door.request('anonymous', { method: 'GET', path: '/' });
    return { verdict: 'ok', words: `${door.origin} answers (status ${status}, ${Math.round(ms)} ms).` };
  } finally {
    door.close();
  }
}

async function judgeMail({ keychain }: ConnectionContext, connection: Connection): Promise<Judged> {
  if (connection.mail === undefined) {
    return {
      verdict: 'warning',
      words: 'None is named, so no welcome e-mail can be sent.',
      fix: 'Add the mail service to the connection.',
    };
  }
  if (await mailKeyOf(keychain, connection))
    return { verdict: 'ok', words: `The key for ${connection.mail.apiUrl} is there.` };
  return {
    verdict: 'refused',
    words: 'The keychain holds no key for the mail service.',
    fix: 'Store it with `tenantctl connection add`.',
  };
}

async function judgeObjects(
  { keychain, models }: ConnectionContext,
  connection: Connection,
): Promise<Judged> {
  if (modelOf(models, connection.model).sharedPortal === undefined)
    return { verdict: 'ok', words: 'None is needed: what a tenant has is in its own database.' };
  if (connection.objects === undefined) {
    return {
      verdict: 'warning',
      words: 'None is named, so a tenant with files cannot be off-boarded.',
      fix: 'Add the file store to the connection.',
    };
  }
  if (await objectsKeyOf(keychain, connection))
    return { verdict: 'ok', words: `The token for ${connection.objects.apiUrl} is there.` };
  return {
    verdict: 'refused',
    words: 'The keychain holds no token for the file store.',
    fix: 'Store it with `tenantctl connection add`.',
  };
}
