import { OperatorError, isOperatorError } from '../../../shared/errors/operator-error.ts';

/** OpenSSL's verification codes as Node names them, and Node's own for names and protocol. */
const tlsCodes =
  /^(CERT_|ERR_TLS_|ERR_SSL_|EPROTO$|DEPTH_ZERO_SELF_SIGNED_CERT$|SELF_SIGNED_CERT_IN_CHAIN$|UNABLE_TO_|HOSTNAME_MISMATCH$)/;

/** What a failed exchange means to an operator. Errors that already are operator errors stay as they are. */
export function portalFailure(error: unknown): unknown {
  if (isOperatorError(error) || !(error instanceof Error)) return error;
  const code = 'code' in error && typeof error.code === 'string' ? error.code : '';
  const options = { cause: error, details: { reason: code === '' ? error.message : code } };
  if (tlsCodes.test(code)) return new OperatorError('E_PORTAL_TLS', options);
  // Node's HTTP parser: what came is not HTTP, or its headers are larger than 16 KiB.
  if (code.startsWith('HPE_')) return new OperatorError('E_PORTAL_BAD_ANSWER', options);
  return new OperatorError('E_PORTAL_UNREACHABLE', options);
}

export const timedOut = (timeoutMs: number) =>
  new OperatorError('E_PORTAL_TIMEOUT', { details: { timeoutMs } });

/** An answer that is HTTP, but not what the profile says. `expected` in plain words. */
export const badAnswer = (expected: string, status: number) =>
  new OperatorError('E_PORTAL_BAD_ANSWER', {
    message: `The portal answered ${status}; its profile promises ${expected}.`,
    details: { status, expected },
  });
