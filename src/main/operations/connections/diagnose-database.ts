import { isOperatorError } from '../../../shared/errors/operator-error.ts';
import type { Environment } from '../../../shared/model/connection.ts';
import type { Finding } from '../../../shared/model/finding.ts';
import type { DatabaseExamination, RoleAudit } from '../../ports/database-examination.port.ts';
import type { SchemaMap } from '../../ports/database.port.ts';
import type { KnownConnection } from './known-connections.ts';
import type { AnyDatabase } from './open-doors.ts';
import { checkEnvironment } from './prove-environment.ts';

const CLOCK_TOLERANCE_MS = 5_000;
const CERTIFICATE_WARNING_DAYS = 21;
const DAY_MS = 86_400_000;
/** The oldest PostgreSQL its makers still mend. */
const OLDEST_MAJOR = 14;

type Judged = Omit<Finding, 'id' | 'title'>;

/** Everything that can be seen from inside the database. */
export async function diagnoseDatabase(
  known: KnownConnection,
  database: AnyDatabase,
  now: Date,
): Promise<{ readonly findings: readonly Finding[]; readonly grants: string }> {
  const { environment } = known.connection;
  const { serverVersion } = await database.fingerprint();
  const seen = await database.examine();
  const findings: readonly Finding[] = [
    ...judgeCertificate(seen, now),
    { id: 'environment', title: 'Environment', ...(await judgeEnvironment(known, database)) },
    { id: 'schema', title: 'Schema', ...judgeSchema(database.map) },
    { id: 'role', title: 'Rights of the console’s role', ...judgeRole(seen.role, environment) },
    { id: 'clock', title: 'Clock', ...judgeClock(seen.clock) },
    { id: 'pooling', title: 'Pooling', verdict: 'ok', words: poolingWords[seen.pooling] },
    { id: 'server-version', title: 'Server version', ...judgeVersion(serverVersion) },
  ];
  return { findings, grants: seen.role.grants };
}

function judgeCertificate({ certificateEnds }: DatabaseExamination, now: Date): readonly Finding[] {
  if (certificateEnds === null) return [];
  const days = Math.floor((certificateEnds.getTime() - now.getTime()) / DAY_MS);
  const shared = {
    id: 'certificate',
    title: 'Certificate',
    words: `The server’s certificate ends in ${days} days.`,
  };
  if (days > CERTIFICATE_WARNING_DAYS) return [{ ...shared, verdict: 'ok' }];
  return [
    {
      ...shared,
      verdict: 'warning',
      fix: 'Have it renewed before it ends; the console refuses an expired one.',
    },
  ];
}

async function judgeEnvironment(known: KnownConnection, database: AnyDatabase): Promise<Judged> {
  try {
    const { fingerprint, warnings } = await checkEnvironment(known, database);
    const met = known.pin
      ? `as first met on ${known.pin.at.slice(0, 10)}`
      : 'not met before; `connection test` records it';
    const words = `Database ${fingerprint.database}, label ${fingerprint.label}, ${met}.`;
    if (warnings.length === 0) return { verdict: 'ok', words };
    return {
      verdict: 'warning',
      words: [words, ...warnings].join(' '),
      fix: 'Make sure that these changes were planned.',
    };
  } catch (error) {
    if (!isOperatorError(error)) throw error;
    // The rights of the role have a finding of their own.
    if (error.code === 'E_ROLE_EXCESSIVE')
      return { verdict: 'ok', words: 'The server is the one that was expected.' };
    const differs = error.details['differs'];
    const parts = Array.isArray(differs) ? ` It differs in: ${differs.join(', ')}.` : '';
    return { verdict: 'refused', words: error.message + parts, fix: error.fix };
  }
}

function judgeSchema({ schema, tables, missing, ambiguous, unfilled }: SchemaMap): Judged {
  const words = `Schema ${schema}, ${Object.keys(tables).length} tables mapped: ${Object.keys(tables).join(', ')}.`;
  if (missing.length > 0 || ambiguous.length > 0) {
    const faults = [
      missing.length > 0 ? `Not found: ${missing.join(', ')}.` : '',
      ...ambiguous.map((one) => `More than one fits ${one}.`),
    ];
    return {
      verdict: 'refused',
      words: [words, ...faults].filter(Boolean).join(' '),
      fix: 'Check that this is the portal’s database; if it is, its schema has to be migrated. The console changes nothing until then.',
    };
  }
  if (unfilled.length === 0) return { verdict: 'ok', words };
  return {
    verdict: 'warning',
    words: `${words} These columns must be filled and are unknown to the console: ${unfilled.join(', ')}.`,
    fix: 'Give them a default in the database, or writing to their tables will fail.',
  };
}

function judgeRole({ role, excess, missing, lent }: RoleAudit, environment: Environment): Judged {
  const fix = 'Have the GRANTs below applied, and nothing beyond them.';
  const over = excess.length > 0 ? `It can do more than the console needs: ${excess.join('; ')}.` : '';
  const under = missing.length > 0 ? `It lacks: ${missing.join('; ')}.` : '';
  const still =
    lent.has.length > 0 ? `It is still lent DELETE, for a purge, on: ${lent.has.join(', ')}.` : '';
  if (over === '' && under === '' && still === '')
    return { verdict: 'ok', words: `${role} can do what the console needs and nothing else.` };
  const refused = under !== '' || environment === 'production';
  return {
    verdict: refused ? 'refused' : 'warning',
    words: [`${role}:`, over, under, still].filter(Boolean).join(' '),
    fix,
  };
}

function judgeClock({ skewMs, uncertaintyMs }: DatabaseExamination['clock']): Judged {
  const words = `The server’s clock is ${skewMs} ms ahead of this machine’s, give or take ${uncertaintyMs} ms.`;
  if (Math.abs(skewMs) - uncertaintyMs <= CLOCK_TOLERANCE_MS) return { verdict: 'ok', words };
  return {
    verdict: 'warning',
    words,
    fix: 'Switch time synchronisation on, here or on the server: times in the log and in the portal will not agree.',
  };
}

const poolingWords: Readonly<Record<DatabaseExamination['pooling'], string>> = {
  direct: 'No pooler in between.',
  transaction: 'A pooler in transaction mode stands in between; the console keeps no session state.',
  session: 'A pooler in session mode stands in between.',
};

function judgeVersion(serverVersion: string): Judged {
  const words = `PostgreSQL ${serverVersion}.`;
  if (Number.parseInt(serverVersion, 10) >= OLDEST_MAJOR) return { verdict: 'ok', words };
  return {
    verdict: 'warning',
    words,
    fix: 'This version is no longer mended by its makers; have the server upgraded.',
  };
}
