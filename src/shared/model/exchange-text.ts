import type { ShownRequest, ShownResponse } from './isolation-report.ts';

/** A request as one reads it on the wire: method and path, headers, an empty line, the body. */
export const requestText = ({ method, path, headers, body }: ShownRequest): string =>
  `${method} ${path}${lines(headers)}${body === undefined ? '' : `\n\n${body}`}`;

/** A response in the same way, its status first. */
export const responseText = ({ status, headers, body }: ShownResponse): string =>
  `${status}${lines(headers)}${body === '' ? '' : `\n\n${body}`}`;

const lines = (headers: Readonly<Record<string, string>> = {}): string =>
  Object.entries(headers)
    .map(([name, value]) => `\n${name}: ${value}`)
    .join('');
