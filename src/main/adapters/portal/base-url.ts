import { OperatorError } from '../../../shared/errors/operator-error.ts';
import { isLoopbackHost } from '../../../shared/model/loopback.ts';

/** The origin a base URL names. Clear text is for this machine alone. Errors: `E_INVALID_INPUT`, `E_PORTAL_TLS`. */
export function originOf(baseUrl: string): URL {
  const url = URL.parse(baseUrl);
  const plain = url !== null && `${url.origin}/` === url.href && /^https?:$/.test(url.protocol);
  if (!plain)
    throw new OperatorError('E_INVALID_INPUT', {
      message: 'The portal address must be http(s), host and port, without path, query or user.',
    });
  if (url.protocol === 'http:' && !isLoopbackHost(url.hostname.replace(/^\[|\]$/g, '')))
    throw new OperatorError('E_PORTAL_TLS', {
      message: 'Only a portal on this machine may be reached without https.',
    });
  return url;
}
