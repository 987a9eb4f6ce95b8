import { OperatorError } from '../../shared/errors/operator-error.ts';
import type { Connection } from '../../shared/model/connection.ts';
import type { EnvironmentFacts } from '../../shared/model/environment.ts';
import { detectorRecall, type DetectorRecall } from '../../shared/model/isolation-report.ts';
import type { PortalProfile } from '../../shared/model/portal-profile.ts';
import { readProfile } from '../isolation/read-profile.ts';
import type { ApprovalsPort } from '../ports/approvals.port.ts';
import type { ObjectStore } from '../ports/object-store.port.ts';
import type { Portal } from '../ports/portal.port.ts';
import { retentionStanding } from '../register/retention-standing.ts';
import type { RunPorts } from '../tenancy/tenancy-model.ts';
import { mailKeyOf, objectsKeyOf, storeTokenOf } from './connections/connection-secrets.ts';
import { KeptOpen } from './connections/kept-open.ts';
import { knownConnection, type KnownConnection } from './connections/known-connections.ts';
import { OpenDoors, type AnyDatabase } from './connections/open-doors.ts';
import { openDatabase } from './connections/open-database.ts';
import { proveEnvironment, refuseLoan } from './connections/prove-environment.ts';
import type { ConsoleContext } from './console-context.ts';
import { attributedTo } from './attribution.ts';
import { policyOf } from './identity.operations.ts';

/**
 * Opens what a run may reach over the connection, proves which environment it is, works, and closes it again; but for what the
 * context keeps open.
 * Errors: `E_CONNECTION_UNKNOWN`, those of opening a database, `E_ENVIRONMENT_MISMATCH`.
 */
export async function withRunPorts<T>(
  ctx: ConsoleContext,
  connection: string,
  work: (ports: RunPorts<unknown>, environment: EnvironmentFacts) => Promise<T>,
): Promise<T> {
  const known = knownConnection(ctx.ledger, connection);
  const doors = ctx.doors ?? new OpenDoors();
  const others = new KeptOpen<AnyDatabase>();
  try {
    const database = await doors.databases.get(JSON.stringify(known.connection), () =>
      openDatabase(ctx, known.connection, { signal: ctx.signal }),
    );
    using portal = lazyPortal(ctx, known, await readProfile(known.connection.portal?.profile));
    const { facts } = await proveEnvironment(ctx, known, database);
    const ports = portsOver(ctx, known, database, portal.open);
    return await work({ ...ports, ...waysOver(ctx, known, doors, others) }, facts);
  } finally {
    await others.close();
    if (doors !== ctx.doors) await doors.close();
  }
}

/** To servers and to the other databases of the deployment. */
const waysOver = (
  { openServer, gateway, signal }: ConsoleContext,
  { connection }: KnownConnection,
  { servers, maps }: OpenDoors,
  others: KeptOpen<AnyDatabase>,
): Pick<RunPorts<unknown>, 'openServer' | 'openOther' | 'closeOthers'> => ({
  openServer: (name, url) =>
    servers.get(`${connection.name} ${name}`, async () => openServer(await url(), connection)),
  openOther: (catalogue, url, schemaDigest) => {
    const kind = Object.keys(catalogue.readings).join();
    const schema = schemaDigest && `${kind} ${schemaDigest}`;
    return others.get(`${kind} ${url.reveal()}`, async () => {
      const map = schema === undefined ? undefined : maps.get(schema);
      const opened = await gateway(catalogue).openUrl(url, connection, { signal, ...(map && { map }) });
      if (schema !== undefined) maps.set(schema, opened.map);
      return opened;
    });
  },
  closeOthers: () => others.close(),
});

function portsOver(
  ctx: ConsoleContext,
  { connection }: KnownConnection,
  database: AnyDatabase,
  portal: () => Portal,
): Omit<RunPorts<unknown>, keyof ReturnType<typeof waysOver>> {
  return {
    connection,
    database,
    portal,
    openPortal: ctx.openPortal,
    reports: ctx.reports,
    exportFiles: ctx.exportFiles,
    knownValues: ctx.knownValues,
    detector: () => lastSelftest(ctx),
    proveEnvironment: async (loan) => {
      if (connection.environment === 'production' && loan === undefined) await refuseLoan(database);
      // Read anew: the first proof of a new connection has pinned what it saw.
      const { facts } = await proveEnvironment(ctx, knownConnection(ctx.ledger, connection.name), database);
      return facts;
    },
    mail: async () => {
      const key = await mailKeyOf(ctx.keychain, connection);
      if (connection.mail === undefined || key === undefined)
        throw new OperatorError('E_MAIL_NOT_CONFIGURED');
      return ctx.openMail(connection.mail, key);
    },
    objects: () => objectsOver(ctx, connection),
    secrets: once(async () => {
      if (connection.secretStore === undefined) throw new OperatorError('E_SECRET_STORE_NOT_CONFIGURED');
      return ctx.openSecrets(connection, await storeTokenOf(ctx.keychain, connection));
    }),
    migrations: once(() => ctx.openMigrations(connection)),
    dumpDatabase: ctx.dumpDatabase,
    shares: ctx.shares,
    passwordHash: ctx.passwordHash,
    approvals: approvalsOf(ctx),
    retention: (tenantId) => retentionStanding(ctx.ledger, tenantId),
    checkpoint: () => ctx.ledger.checkpoint(),
    attributedTo: (run) => attributedTo(ctx, run),
  };
}

/** The file store of a connection; undefined when it names none. Errors: `E_OBJECTS_NOT_CONFIGURED`. */
export async function objectsOver(
  { keychain, openObjects }: ConsoleContext,
  connection: Connection,
): Promise<ObjectStore | undefined> {
  if (connection.objects === undefined) return undefined;
  const token = await objectsKeyOf(keychain, connection);
  if (token === undefined) throw new OperatorError('E_OBJECTS_NOT_CONFIGURED');
  return openObjects(connection.objects, token);
}

/** Made when it is first asked for, and kept. */
function once<T>(make: () => Promise<T>): () => Promise<T> {
  let made: Promise<T> | undefined;
  return () => (made ??= make());
}

/** Most of a run needs no portal, so it is opened when it is first asked for. */
function lazyPortal(
  ctx: ConsoleContext,
  { connection: { portal } }: KnownConnection,
  profile: PortalProfile,
) {
  let opened: Portal | undefined;
  const open = (): Portal => {
    if (portal === undefined) throw new OperatorError('E_PORTAL_NOT_CONFIGURED');
    return (opened ??= ctx.openPortal(profile, portal.url));
  };
  return { open, [Symbol.dispose]: () => opened?.close() };
}

/** How good the detector was when it was last tried, as the log tells. */
function lastSelftest({ ledger }: ConsoleContext): DetectorRecall | undefined {
  const [entry] = ledger.entries({ types: ['isolation.selftested'], newestFirst: true });
  return entry === undefined ? undefined : detectorRecall.parse(entry.data);
}

/** What other people have signed, as the log tells, whatever it is worth: the step checks it. */
const approvalsOf = (ctx: ConsoleContext): ApprovalsPort => ({
  documents: (runId, stepId) =>
    ctx.ledger
      .entries({ runId, types: ['approval.received'] })
      .filter(({ data }) => data['stepId'] === stepId)
      .map(({ data }) => data['document'] as string),
  identities: () => policyOf(ctx).identities,
});
