import { rm } from 'node:fs/promises';
import pg from 'pg';
import { keychainSecrets } from '../../../src/main/adapters/keychain/keychain-secrets.adapter.ts';
import { knexMigrations } from '../../../src/main/adapters/knex/knex-migrations.adapter.ts';
import { PostgresGateway } from '../../../src/main/adapters/postgres/postgres-gateway.adapter.ts';
import { openPostgresServer } from '../../../src/main/adapters/postgres/postgres-server.adapter.ts';
import { systemClock } from '../../../src/main/adapters/system/system-clock.adapter.ts';
import { systemIds } from '../../../src/main/adapters/system/system-ids.adapter.ts';
import { executeRun } from '../../../src/main/engine/execute-run.ts';
import { withPlan } from '../../../src/main/engine/make-plan.ts';
import { openRun } from '../../../src/main/engine/open-run.ts';
import { RunSecrets } from '../../../src/main/engine/run-secrets.ts';
import type { RunSession } from '../../../src/main/engine/run-session.ts';
import { KeptOpen } from '../../../src/main/operations/connections/kept-open.ts';
import type { DatabaseServer } from '../../../src/main/ports/database-server.port.ts';
import type { TenantDatabase } from '../../../src/main/ports/database.port.ts';
import type { DatabasePorts } from '../../../src/main/tenancy/database/database-context.ts';
import { slugOf, type DatabaseIntake } from '../../../src/main/tenancy/database/intake.ts';
import { provisionDatabase } from '../../../src/main/tenancy/database/provision.runbook.ts';
import { masterExpected, type MasterSchema } from '../../../src/main/tenancy/database/schema.ts';
import { masterStatements } from '../../../src/main/tenancy/database/statements/index.ts';
import { masterSchema } from '../../../src/sandbox/platform/master-schema.ts';
import { connectionSchema } from '../../../src/shared/model/connection.ts';
import { Secret } from '../../../src/shared/model/secret.ts';
import { MemoryKeychain } from '../../fakes/memory-keychain.ts';
import { MemoryLog } from '../../fakes/memory-log.ts';
import { MemoryMail } from '../../fakes/memory-mail.ts';
import { startTestCluster, type ClusterOptions } from '../../helpers/postgres.setup.ts';
import { migrationsFolder } from './migrations-folder.ts';

export type Session = RunSession<DatabaseIntake, DatabasePorts>;
export type Platform = Awaited<ReturnType<typeof startPlatform>>;

export const intakeOf = (slug: string): DatabaseIntake => ({
  slug,
  legalName: 'Acme Health',
  contact: { name: 'Ada Example', email: 'ada@acme.example' },
});

/**
 * A platform with a master database and two entries for servers, `one` and `two`, which are one PostgreSQL here. Nobody may
 * connect to anything by being PUBLIC, as on a server that was made ready for tenants.
 */
export async function startPlatform(
  migrations: () => Promise<string> = migrationsFolder,
  cluster?: ClusterOptions,
) {
  const [running, folder] = await Promise.all([startTestCluster(cluster), migrations()]);
  const { port, password } = running.cluster;
  const url = (database: string) => `postgres://postgres:${password}@127.0.0.1:${port}/${database}`;
  const admin = new pg.Client(url('postgres'));
  await admin.connect();
  await admin.query('create database master');
  await admin.query('revoke connect on database postgres, template1, master from public');
  const rows = new pg.Client(url('master'));
  await rows.connect();
  await rows.query(masterSchema);
  await rows.query(`insert into identity.db_server (name, admin_secret_ref, capacity_hint, status)
    values ('one', 'server-one', 100, 'active'), ('two', 'server-two', 50, 'active')`);
  const keychain = new MemoryKeychain();
  const secrets = keychainSecrets(keychain, 'test');
  for (const name of ['server-one', 'server-two'])
    await secrets.create(name, new Secret(url('postgres')), 'platform');
  const mail = new MemoryMail();
  const connection = connectionSchema.parse({
    name: 'platform',
    environment: 'sandbox',
    model: 'database',
    ...{ host: '127.0.0.1', port, database: 'master', user: 'postgres', tls: 'loopback-plain' },
    portal: { url: 'http://127.0.0.1:1' },
    mail: { apiUrl: 'http://127.0.0.1:1', from: 'Platform <platform@example.invalid>' },
  });
  const gateway = new PostgresGateway<MasterSchema>({
    statements: masterStatements,
    expected: masterExpected,
    clock: systemClock,
  });
  const database = await gateway.open(connection, new Secret(password));
  const facts = { environment: 'sandbox', fingerprint: 'f', schemaDigest: 's' } as const;
  const servers = new KeptOpen<DatabaseServer>();
  const others = new KeptOpen<TenantDatabase<never>>();
  // The rest of what a run may reach is for portals that tenants share.
  const ports = {
    connection,
    database,
    secrets: () => Promise.resolve(secrets),
    proveEnvironment: () => Promise.resolve(facts),
    mail: () => Promise.resolve(mail),
    attributedTo: ({ operator }: { operator: string }) => Promise.resolve(`operator:${operator}`),
    approvals: { documents: () => [], identities: () => [] },
    openServer: (name, server) =>
      servers.get(name, async () => openPostgresServer(await server(), connection)),
    closeOthers: () => others.close(),
    migrations: () => Promise.resolve(knexMigrations({ folder, ssl: () => undefined })),
    openOther: ({ statements, expectedSchema: expected }, tenant) =>
      others.get(tenant.reveal(), () =>
        new PostgresGateway<never>({ statements, expected, clock: systemClock }).openUrl(tenant, connection),
      ) as never,
  } satisfies Partial<DatabasePorts> as unknown as DatabasePorts;
  return {
    url,
    admin,
    rows,
    keychain,
    secrets,
    mail,
    ports,
    folder,
    close: async () => {
      await Promise.all([servers.close(), others.close(), database.close(), admin.end(), rows.end()]);
      await Promise.all([running.stop(), rm(folder, { recursive: true, force: true })]);
    },
  };
}

/** A run of the runbook on this platform, opened; `session` is a fresh process that looks at it. */
export async function openProvisioning(
  platform: Platform,
  input: DatabaseIntake,
  ports: Partial<DatabasePorts> = {},
) {
  const log = new MemoryLog();
  const deps = { log, clock: systemClock, ids: systemIds(systemClock) };
  const opening = { tenantId: slugOf(input), connection: 'platform', input, salt: '00' };
  const runId = await openRun(deps, provisionDatabase, { ...opening, environment: 'sandbox' });
  const session = (): Session =>
    withPlan({
      ...opening,
      deps,
      runbook: provisionDatabase,
      runId,
      ports: { ...platform.ports, ...ports },
      environment: { environment: 'sandbox', fingerprint: 'f', schemaDigest: 's' },
      secrets: new RunSecrets(),
      signal: new AbortController().signal,
      onProgress: () => undefined,
    });
  return { log, runId, session };
}

/** Takes a run as far as it comes by itself, approving its plan on the way. */
export async function drive(session: Session): Promise<void> {
  await executeRun(session);
  const { digest } = await session.plan();
  await executeRun(session, { stepId: 'approve-plan', value: { digest } });
}
