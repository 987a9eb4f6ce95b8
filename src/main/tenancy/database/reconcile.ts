import type { Orphan, OrphanKind, OrphanRepair } from '../../../shared/model/orphan.ts';
import type { ScanOptions } from '../tenancy-model.ts';
import { withServer, type DatabasePorts } from './database-context.ts';
import { databaseNameOf, secretNameOf, TENANT_PREFIX } from './intake.ts';
import type { ServerLoad } from './placement.ts';
import { listServers, listTenants, type RegisteredRow } from './statements/master.statements.ts';

type Part = { readonly id: string; readonly parentId: string };

/**
 * What the master database, the servers and the secret store do not agree on: databases and roles of no tenant, tenants without
 * their database or secret, and registrations that never became active. Errors: those of each; there is no half an answer.
 */
export async function scanDatabases(
  ports: DatabasePorts,
  { listed, signal }: ScanOptions,
): Promise<readonly OrphanKind[]> {
  const [servers, tenants] = await ports.database.read(
    async (tx) => [await tx.run(listServers, {}), await tx.run(listTenants, {})] as const,
    { signal },
  );
  const seen = new Map<string, ReadonlySet<string>>();
  for (const server of servers) seen.set(server.id, await databasesOn(ports, server));
  const kind = kindOf(listed);
  return [
    kind('databases-without-tenant', 'Databases of no tenant', 'attach', strays(servers, tenants, seen)),
    kind('tenants-without-database', 'Tenants without their database', 'attach', bereft(tenants, seen)),
    kind('tenants-without-secret', 'Tenants without their secret', 'attach', await keyless(ports, tenants)),
    kind(
      'registrations-unfinished',
      'Registrations that never became active',
      'roll-back',
      tenants.filter(({ status }) => status === 'provisioning').map(({ slug }) => told(slug)),
    ),
  ];
}

const databasesOn = async (ports: DatabasePorts, { name, adminSecretRef }: ServerLoad) =>
  new Set(
    await withServer({ ports }, { server: name, adminSecretRef }, (server) =>
      server.listDatabases(TENANT_PREFIX),
    ),
  );

type Seen = ReadonlyMap<string, ReadonlySet<string>>;

function strays(
  servers: readonly ServerLoad[],
  tenants: readonly RegisteredRow[],
  seen: Seen,
): readonly Part[] {
  const known = new Set(tenants.map(({ serverId, databaseName }) => `${serverId}/${databaseName}`));
  return servers.flatMap(({ id, name }) =>
    [...(seen.get(id) ?? [])]
      .filter((database) => !known.has(`${id}/${database}`))
      .map((database) => ({ id: `${name}/${database}`, parentId: slugFrom(database) })),
  );
}

const bereft = (tenants: readonly RegisteredRow[], seen: Seen): readonly Part[] =>
  tenants
    .filter(({ serverId, databaseName }) => seen.get(serverId)?.has(databaseName) === false)
    .map(({ slug, databaseName }) => ({ id: databaseName, parentId: slug }));

async function keyless(ports: DatabasePorts, tenants: readonly RegisteredRow[]): Promise<readonly Part[]> {
  const secrets = await ports.secrets();
  const found: Part[] = [];
  for (const { slug } of tenants) {
    const name = secretNameOf(slug);
    if ((await secrets.get(name)) === undefined) found.push({ id: name, parentId: slug });
  }
  return found;
}

/** A hyphen and an underscore of the slug look alike here: it is the likely story, and said as no more. */
const slugFrom = (database: string): string => database.slice(databaseNameOf('').length).replaceAll('_', '-');

const told = (slug: string): Part => ({ id: slug, parentId: '' });

const kindOf =
  (listed: number) =>
  (kind: string, title: string, repair: OrphanRepair, parts: readonly Part[]): OrphanKind => ({
    ...{ kind, title, statement: listTenants.name, found: parts.length },
    orphans: parts.slice(0, listed).map((part): Orphan => ({ ...part, repair })),
  });
