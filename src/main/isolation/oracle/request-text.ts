import type { PortalRequest } from '../../ports/portal.port.ts';

/** All that a request says, decoded as far as it goes and in lower case: what may come back without proving anything. */
export function readableText({ path, query = {}, headers = {}, body }: PortalRequest): string {
  const text = [path, ...Object.values(query).flat(), ...Object.values(headers), JSON.stringify(body ?? '')];
  return text
    .flatMap((each) => [each, decoded(each), decoded(decoded(each))])
    .join('\n')
    .toLowerCase();
}

/** Percent-decoding that leaves alone what is no such thing. */
function decoded(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch (error) {
    if (error instanceof URIError) return text;
    throw error;
  }
}
