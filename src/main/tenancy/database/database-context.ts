import { z } from 'zod';
import { OperatorError } from '../../../shared/errors/operator-error.ts';
import type { Secret } from '../../../shared/model/secret.ts';
import type { StepContext } from '../../engine/step.ts';
import type { DatabaseServer } from '../../ports/database-server.port.ts';
import type { TenantDatabase, Transaction } from '../../ports/database.port.ts';
import type { RunPorts } from '../tenancy-model.ts';
import { secretNameOf, slugOf, type DatabaseIntake } from './intake.ts';
import type { Placement } from './placement.ts';
import { platformRoleOf } from './platform-role.ts';
import type { MasterSchema, TenantSchema } from './schema.ts';
import { isOurs } from './adoption.ts';
import { tenantCatalogue } from './catalogues.ts';
import { appendAudit } from './statements/master.statements.ts';

/** The master database is the connection's own. */
export type DatabasePorts = RunPorts<MasterSchema>;

export type DatabaseContext = StepContext<DatabaseIntake, DatabasePorts>;

/** A server, and where its administrator's connection is kept. */
export type ServerRef = Pick<Placement, 'server' | 'adminSecretRef'>;

/** The administrator's connection of a server. Errors: `E_ADMIN_CONN_UNRESOLVED`, `PROVISIONING_UNAVAILABLE`. */
export async function adminUrl(
  { ports }: Pick<DatabaseContext, 'ports'>,
  { server, adminSecretRef }: ServerRef,
): Promise<Secret> {
  const found = await (await ports.secrets()).get(adminSecretRef);
  if (found !== undefined) return found.value;
  throw new OperatorError('E_ADMIN_CONN_UNRESOLVED', { details: { server, secret: adminSecretRef } });
}

/** Works on a server as its administrator. */
export async function withServer<T>(
  ctx: Pick<DatabaseContext, 'ports'>,
  placed: ServerRef,
  work: (server: DatabaseServer) => Promise<T>,
): Promise<T> {
  return work(await ctx.ports.openServer(placed.adminSecretRef, () => adminUrl(ctx, placed)));
}

/** The tenant's own connection, as this run stored or adopted it. Errors: `E_PARTIAL_STATE` when it is gone or another's. */
export async function tenantUrl(ctx: DatabaseContext): Promise<Secret> {
  const name = secretNameOf(slugOf(ctx.input));
  const found = await (await ctx.ports.secrets()).get(name);
  if (found !== undefined && isOurs(ctx, 'secret', found.madeBy)) return found.value;
  throw new OperatorError('E_PARTIAL_STATE', {
    details: { secret: name, madeBy: found?.madeBy ?? 'nobody' },
  });
}

/** What this run has proven the tenant's schema to be, once it has. */
const provenSchema = {
  id: 'database.apply-migrations',
  receipt: z.object({ schemaDigest: z.string() }),
} as const;

/** Works in the tenant's own database as the tenant's own role. */
export async function withTenant<T>(
  ctx: DatabaseContext,
  work: (database: TenantDatabase<TenantSchema>) => Promise<T>,
): Promise<T> {
  const schema = ctx.findReceipt(provenSchema)?.schemaDigest;
  return work(await ctx.ports.openOther<TenantSchema>(tenantCatalogue, await tenantUrl(ctx), schema));
}

/** Adds to the platform's audit trail in the same transaction as the change that it speaks of (D7). */
export const audit = async (
  { run, ids, ports }: Pick<DatabaseContext, 'run' | 'ids' | 'ports'>,
  tx: Transaction<MasterSchema>,
  tenantId: string,
  eventType: string,
): Promise<unknown> =>
  tx.run(appendAudit, {
    ...{ id: ids.uuid(), tenantId, eventType },
    platformUserId: await ports.attributedTo(run),
    metadata: JSON.stringify({ runId: run.runId, role: platformRoleOf(ports, run.operator) }),
  });
