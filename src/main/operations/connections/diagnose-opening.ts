import type { ErrorCode } from '../../../shared/errors/catalogue/index.ts';
import type { OperatorError } from '../../../shared/errors/operator-error.ts';
import type { Connection } from '../../../shared/model/connection.ts';
import type { Finding } from '../../../shared/model/finding.ts';

/** The stages of opening a connection, in the order in which they are passed. */
const stages = [
  { id: 'keychain', title: 'Password in the keychain', passed: () => 'The password is there.' },
  {
    id: 'reachability',
    title: 'Server can be reached',
    passed: ({ host, port }: Connection) => `${host}:${port} answers.`,
  },
  { id: 'tls', title: 'TLS', passed: tlsWords },
  {
    id: 'authentication',
    title: 'Sign-in to the database',
    passed: ({ user, database }: Connection) => `${user} may sign in to ${database}.`,
  },
] as const;

type Stage = (typeof stages)[number];

function tlsWords({ tls, host }: Connection): string {
  return tls === 'verify-full'
    ? `Encrypted; the certificate names ${host} and its authority is trusted.`
    : 'Not encrypted; the connection stays on this machine.';
}

const stageOf: Partial<Record<ErrorCode, Stage['id']>> = {
  E_DB_UNREACHABLE: 'reachability',
  E_DB_CONNECTION_LOST: 'reachability',
  E_DB_TLS: 'tls',
  E_DB_TLS_REQUIRED: 'tls',
  E_DB_AUTH: 'authentication',
  E_DB_NOT_FOUND: 'authentication',
  E_DB_BUSY: 'authentication',
  E_DB_PERMISSION: 'authentication',
  E_DB_TIMEOUT: 'authentication',
  E_DB_REFUSED: 'authentication',
};

/** How far the opening came: all stages before the failure passed, those after it could not be looked at. */
export function diagnoseOpening(
  connection: Connection,
  error: OperatorError | undefined,
): readonly Finding[] {
  const failed =
    error === undefined
      ? stages.length
      : stages.findIndex(({ id }) => id === (stageOf[error.code] ?? 'keychain'));
  return stages.map(({ id, title, passed }, at): Finding => {
    if (at < failed) return { id, title, verdict: 'ok', words: passed(connection) };
    if (at > failed || error === undefined)
      return { id, title, verdict: 'unknown', words: 'Could not be looked at.' };
    return { id, title, verdict: 'refused', words: error.message, fix: error.fix };
  });
}
