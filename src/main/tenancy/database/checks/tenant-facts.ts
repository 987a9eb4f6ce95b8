import { OperatorError } from '../../../../shared/errors/operator-error.ts';
import type { Secret } from '../../../../shared/model/secret.ts';
import type { StepContext } from '../../../engine/step.ts';
import type { TenantDatabase } from '../../../ports/database.port.ts';
import { tenantCatalogue } from '../catalogues.ts';
import type { DatabasePorts } from '../database-context.ts';
import { secretNameOf } from '../intake.ts';
import type { TenantSchema } from '../schema.ts';
import {
  findActivation,
  findTenant,
  listServers,
  type ActivatedRow,
  type MasterRow,
} from '../statements/master.statements.ts';
import type { ServerLoad } from '../placement.ts';

export type CheckContext = Pick<StepContext<unknown, DatabasePorts>, 'run' | 'ports' | 'clock' | 'ids'>;

/** What master database and secret store say of a tenant that is in use. */
export type TenantFacts = {
  readonly slug: string;
  readonly row: MasterRow;
  readonly server: ServerLoad | undefined;
  readonly activation: ActivatedRow | undefined;
  readonly url: Secret | undefined;
};

/** Errors: `E_TENANT_NOT_FOUND`, `PROVISIONING_UNAVAILABLE`, those of the database. */
export async function tenantFacts({ ports, run }: CheckContext): Promise<TenantFacts> {
  const { tenantId: slug } = run;
  const { row, servers, activation } = await ports.database.read(async (tx) => {
    const [found] = await tx.run(findTenant, { slug });
    if (found === undefined) return { row: undefined, servers: [], activation: undefined };
    const [made] = await tx.run(findActivation, { tenantId: found.id });
    return { row: found, servers: await tx.run(listServers, {}), activation: made };
  });
  if (row === undefined) throw new OperatorError('E_TENANT_NOT_FOUND', { details: { tenantId: slug } });
  const secret = await (await ports.secrets()).get(secretNameOf(slug));
  const server = servers.find(({ id }) => id === row.serverId);
  return { slug, row, server, activation, url: secret?.value };
}

/** Works in the tenant's own database, as the tenant's own role, by the connection that the platform itself uses. */
export async function inTenant<T>(
  { ports }: CheckContext,
  { url, slug }: TenantFacts,
  work: (database: TenantDatabase<TenantSchema>) => Promise<T>,
): Promise<T> {
  if (url === undefined)
    throw new OperatorError('E_PARTIAL_STATE', { details: { slug, found: ['no secret'] } });
  return work(await ports.openOther<TenantSchema>(tenantCatalogue, url));
}
