import { createHash } from 'node:crypto';
import { OperatorError } from '../../../shared/errors/operator-error.ts';
import type { Connection } from '../../../shared/model/connection.ts';
import type { EnvironmentFacts } from '../../../shared/model/environment.ts';
import type { EnvironmentFingerprint } from '../../ports/database.port.ts';
import { fingerprintPinned, type KnownConnection } from './known-connections.ts';
import type { ConnectionContext } from './open-database.ts';
import type { AnyDatabase } from './open-doors.ts';

export type EnvironmentProof = {
  readonly facts: EnvironmentFacts;
  readonly fingerprint: EnvironmentFingerprint;
  /** Plain words on what changed since the first meeting and is no reason to stop. */
  readonly warnings: readonly string[];
};

/** What makes a deployment that deployment. Version and schema change in the ordinary course of things. */
const identity = ['label', 'database', 'systemIdentifier'] as const;

/**
 * Compares what the server says of itself with the connection and with what was pinned (P5); records nothing.
 * Errors: `E_ENVIRONMENT_MISMATCH`, `E_ROLE_EXCESSIVE` in production (L14), and those of the database.
 */
export async function checkEnvironment(
  known: KnownConnection,
  database: AnyDatabase,
): Promise<EnvironmentProof> {
  const { connection, pin } = known;
  const fingerprint = await database.fingerprint();
  const differs = identity.filter((part) => pin !== undefined && pin.fingerprint[part] !== fingerprint[part]);
  if (contradicts(fingerprint, connection) || differs.length > 0) throw mismatch(known, fingerprint, differs);
  if (connection.environment === 'production') await refuseExcessiveRole(database);
  return { facts: factsOf(connection, fingerprint), fingerprint, warnings: warningsOf(known, fingerprint) };
}

/** As `checkEnvironment`, and pins what it saw when this is the first meeting. */
export async function proveEnvironment(
  { ledger }: Pick<ConnectionContext, 'ledger'>,
  known: KnownConnection,
  database: AnyDatabase,
): Promise<EnvironmentProof> {
  const proof = await checkEnvironment(known, database);
  if (known.pin === undefined) {
    const data = { name: known.connection.name, fingerprint: { ...proof.fingerprint } };
    await ledger.append({ type: fingerprintPinned, data });
  }
  return proof;
}

const contradicts = ({ label }: EnvironmentFingerprint, { environment }: Connection): boolean =>
  label !== 'unlabelled' && label !== environment;

function mismatch(
  { connection, pin }: KnownConnection,
  now: EnvironmentFingerprint,
  differs: readonly (typeof identity)[number][],
): OperatorError {
  const label = contradicts(now, connection) ? ['label'] : [];
  return new OperatorError('E_ENVIRONMENT_MISMATCH', {
    details: {
      connection: connection.name,
      environment: connection.environment,
      label: now.label,
      differs: [...new Set([...label, ...differs])],
      ...(pin && { pinnedAt: pin.at, pinned: identity.map((part) => `${part}=${pin.fingerprint[part]}`) }),
      found: identity.map((part) => `${part}=${now[part]}`),
    },
  });
}

async function refuseExcessiveRole(database: AnyDatabase): Promise<void> {
  const { role } = await database.examine();
  if (role.excess.length === 0) return;
  throw new OperatorError('E_ROLE_EXCESSIVE', { details: { role: role.role, excess: role.excess } });
}

/** Errors: `E_ROLE_ON_LOAN` while the role has what is lent for a day, and nobody needs it. */
export async function refuseLoan(database: AnyDatabase): Promise<void> {
  const { role } = await database.examine();
  if (role.lent.has.length === 0) return;
  throw new OperatorError('E_ROLE_ON_LOAN', { details: { role: role.role, tables: role.lent.has } });
}

function factsOf({ environment }: Connection, fingerprint: EnvironmentFingerprint): EnvironmentFacts {
  const said = JSON.stringify(identity.map((part) => fingerprint[part]));
  return {
    environment,
    fingerprint: createHash('sha256').update(said).digest('hex'),
    schemaDigest: fingerprint.schemaDigest,
  };
}

function warningsOf({ connection, pin }: KnownConnection, now: EnvironmentFingerprint): readonly string[] {
  const unlabelled =
    now.label === 'unlabelled'
      ? [
          `The database carries no label. Have its owner run: COMMENT ON DATABASE … IS 'environment=${connection.environment}'`,
        ]
      : [];
  if (pin === undefined) return unlabelled;
  const { serverVersion, schemaDigest } = pin.fingerprint;
  return [
    ...unlabelled,
    ...(serverVersion === now.serverVersion
      ? []
      : [`The server was version ${serverVersion} on ${pin.at} and is ${now.serverVersion} now.`]),
    ...(schemaDigest === now.schemaDigest ? [] : [`The schema has changed since ${pin.at}.`]),
  ];
}
