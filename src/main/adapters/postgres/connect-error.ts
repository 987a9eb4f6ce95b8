import type pg from 'pg';
import type { ErrorCode } from '../../../shared/errors/catalogue/index.ts';
import { OperatorError } from '../../../shared/errors/operator-error.ts';
import type { DatabaseAddress } from '../../ports/database-gateway.port.ts';
import { isServerError, translate } from './sqlstate.ts';

const unreachable: Readonly<Record<string, readonly [reason: string, words: string]>> = {
  ENOTFOUND: ['dns', 'no such host name'],
  EAI_AGAIN: ['dns', 'the name server does not answer'],
  ECONNREFUSED: ['refused', 'nothing listens on this port'],
  ETIMEDOUT: ['time-out', 'no answer within the time allowed'],
  EHOSTUNREACH: ['no-route', 'no way to this host'],
  ENETUNREACH: ['no-route', 'no way to this network'],
  ECONNRESET: ['reset', 'the other side closed the connection'],
};

const tls: Readonly<Record<string, readonly [reason: string, words: string]>> = {
  CERT_HAS_EXPIRED: ['expired', 'the certificate has expired'],
  CERT_NOT_YET_VALID: ['not-yet-valid', 'the certificate is not valid yet; is the clock right?'],
  ERR_TLS_CERT_ALTNAME_INVALID: ['host', 'the certificate names another host'],
  SELF_SIGNED_CERT_IN_CHAIN: ['chain', 'the authority that signed the certificate is not trusted here'],
  DEPTH_ZERO_SELF_SIGNED_CERT: ['chain', 'the certificate is self-signed and not trusted here'],
  UNABLE_TO_GET_ISSUER_CERT_LOCALLY: ['chain', 'the authority that signed the certificate is not known here'],
  UNABLE_TO_VERIFY_LEAF_SIGNATURE: ['chain', 'the authority that signed the certificate is not known here'],
};

/** Why no connection came about: a host that is away, a certificate that does not hold, or what the server said. */
export function connectError(error: unknown, address: DatabaseAddress): OperatorError {
  const details = { host: address.host, port: address.port };
  if (isServerError(error)) return refusedByServer(error, address);
  // `pg` gives up by itself, before anything is sent, when there is nothing to answer a SCRAM challenge with.
  if (messageOf(error).startsWith('SASL'))
    return new OperatorError('E_DB_AUTH', { details: { ...details, user: address.user } });
  const code = codeOf(error);
  const secured = tls[code] ?? (isTlsFailure(error, code) ? tlsFailure(error) : undefined);
  if (secured) {
    return new OperatorError('E_DB_TLS', {
      message: `The database at ${address.host} could not prove who it is: ${secured[1]}.`,
      details: { ...details, reason: secured[0] },
    });
  }
  const [reason, words] = unreachable[code] ??
    (timedOut(error) ? unreachable['ETIMEDOUT'] : undefined) ?? ['closed', 'the connection was closed'];
  return new OperatorError('E_DB_UNREACHABLE', {
    message: `The database at ${address.host}:${address.port} does not answer: ${words}.`,
    details: { ...details, reason },
  });
}

function refusedByServer(error: pg.DatabaseError, address: DatabaseAddress): OperatorError {
  const known = translate(error);
  const { host, port, database, user } = address;
  // Starting up, shutting down, or a pooler without a server behind it: to someone who connects it is away.
  const away = known.code === 'E_DB_CONNECTION_LOST' ? 'E_DB_UNREACHABLE' : known.code;
  const said = error.code === PROTOCOL_VIOLATION ? saidByPooler(error.message) : undefined;
  return new OperatorError(said ?? away, { details: { ...known.details, host, port, database, user } });
}

/** PgBouncer gives every refusal this one code and tells them apart by words (its `src/client.c`). */
const PROTOCOL_VIOLATION = '08P01';

function saidByPooler(words: string): ErrorCode | undefined {
  if (/authentication failed|auth failed|no such user/i.test(words)) return 'E_DB_AUTH';
  return /no such database|does not exist/i.test(words) ? 'E_DB_NOT_FOUND' : undefined;
}

/** `localhost` is tried over IPv6 and IPv4; the first refusal speaks for both. */
function codeOf(error: unknown): string {
  if (error instanceof AggregateError) return codeOf(error.errors[0]);
  const { code } = error as { readonly code?: unknown };
  return typeof code === 'string' ? code : '';
}

const messageOf = (error: unknown): string => (error instanceof Error ? error.message : '');

const timedOut = (error: unknown): boolean => /time-?out|timeout/i.test(messageOf(error));

const isTlsFailure = (error: unknown, code: string): boolean =>
  code.startsWith('ERR_SSL') ||
  code.startsWith('CERT_') ||
  code.startsWith('ERR_TLS') ||
  messageOf(error).includes('SSL');

const tlsFailure = (error: unknown): readonly [string, string] =>
  messageOf(error).includes('does not support SSL')
    ? ['not-offered', 'the server offers no TLS']
    : ['handshake', 'the TLS handshake failed'];
