import { OperatorError } from '../../../shared/errors/operator-error.ts';
import type { Inspection, InspectedPart } from '../../../shared/contract/upkeep.contract.ts';
import { withServer, type DatabasePorts } from './database-context.ts';
import { databaseNameOf, secretNameOf, slugOf } from './intake.ts';
import type { ServerLoad } from './placement.ts';
import { findTenant, listServers, type MasterRow } from './statements/master.statements.ts';

export type Standing = {
  readonly row: MasterRow | undefined;
  readonly servers: readonly ServerLoad[];
  readonly parts: readonly InspectedPart[];
};

/**
 * Everything of a tenant of this slug, wherever it is: master row, database and role on every server that `on` takes, secret; each
 * with the run that its stamp or the audit trail names (D10). Errors: `E_INVALID_SLUG`, those of each system; there is no half an
 * answer.
 */
export async function lookForParts(
  ports: DatabasePorts,
  slug: string,
  on: (server: ServerLoad) => boolean = () => true,
): Promise<Standing> {
  const name = databaseNameOf(slugOf({ slug }));
  const [servers, row] = await ports.database.read(
    async (tx) => [await tx.run(listServers, {}), (await tx.run(findTenant, { slug }))[0]] as const,
  );
  const parts: InspectedPart[] = [];
  if (row !== undefined)
    parts.push({ part: 'master row', name: row.status, where: 'master', madeBy: row.madeBy ?? '' });
  const looked = await Promise.all(servers.filter(on).map((server) => partsOn(ports, server, name)));
  for (const { where, seen } of looked) {
    if (seen.database) parts.push({ part: 'database', name, where, madeBy: seen.databaseMadeBy ?? '' });
    if (seen.role) parts.push({ part: 'role', name, where, madeBy: seen.madeBy ?? '' });
  }
  const secret = await (await ports.secrets()).get(secretNameOf(slug));
  if (secret !== undefined)
    parts.push({
      ...{ part: 'secret', name: secretNameOf(slug), where: 'secret store' },
      madeBy: secret.madeBy ?? '',
    });
  return { row, servers, parts };
}

async function partsOn(ports: DatabasePorts, { name: server, adminSecretRef }: ServerLoad, name: string) {
  const seen = await withServer({ ports }, { server, adminSecretRef }, (each) => each.inspect(name, name));
  return { where: server, seen };
}

const kinds = ['master row', 'database', 'role', 'secret'] as const;

/** What there is, and what can be done about it that loses nothing; a purge is the last, and takes two more people. */
export async function inspectTenant(ports: DatabasePorts, slug: string): Promise<Inspection> {
  const { row, parts } = await lookForParts(ports, slug);
  const isWhole = row?.status === 'active' && kinds.every((kind) => parts.some(({ part }) => part === kind));
  if (parts.length === 0 || isWhole) return { tenantId: slug, parts, whole: isWhole, offered: [] };
  const where = new Set(parts.filter(({ part }) => part === 'database').map((part) => part.where));
  const offered = [
    ...(where.size === 1 ? (['adopt'] as const) : []),
    ...(row?.status === 'active' ? [] : (['purge'] as const)),
  ];
  return { tenantId: slug, parts, whole: false, offered };
}

/** The one server that holds the tenant's database. Errors: `E_PARTIAL_STATE` when none or more than one does. */
export function serverOf({ servers, parts }: Standing, slug: string): ServerLoad {
  const holds = parts.filter(({ part }) => part === 'database');
  const server = servers.find(({ name }) => name === holds[0]?.where);
  if (server !== undefined && holds.length === 1) return server;
  throw new OperatorError('E_PARTIAL_STATE', {
    details: { slug, found: parts.map(({ part, name, where }) => `${part} ${name} on ${where}`) },
  });
}
