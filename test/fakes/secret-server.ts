import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import { createServer as createSecureServer } from 'node:https';
import type { AddressInfo } from 'node:net';

/** What goes wrong with the next calls. */
export type Trouble = 'none' | 'denied' | 'overloaded' | 'sealed' | 'silent';

export type SecretServer = {
  readonly url: string;
  trouble: Trouble;
  readonly close: () => Promise<void>;
};

export type Reply = {
  readonly status: number;
  readonly body?: unknown;
  readonly headers?: Record<string, string>;
};
type Handle = (request: { method: string; path: string; token: string; body: unknown }) => Reply;

const statusOf = { denied: 403, overloaded: 429, sealed: 503 } as const;

/** An HTTP server on loopback whose store is `handle`, and which can be away in the ways that such stores are. */
export async function startSecretServer(
  tokenHeader: string,
  handle: Handle,
  tls?: { readonly key: string; readonly cert: string },
): Promise<SecretServer> {
  const answer = (request: IncomingMessage, response: ServerResponse) => void serve(request, response);
  const server = tls === undefined ? createServer(answer) : createSecureServer(tls, answer);
  const self: SecretServer & { url: string } = { url: '', trouble: 'none', close: () => closed() };
  const serve = async (request: IncomingMessage, response: ServerResponse): Promise<void> => {
    const chunks: Buffer[] = [];
    for await (const chunk of request) chunks.push(chunk as Buffer);
    if (self.trouble === 'silent') return;
    const text = Buffer.concat(chunks).toString();
    const { status, body, headers }: Reply =
      self.trouble === 'none'
        ? handle({
            method: request.method ?? '',
            path: new URL(request.url ?? '', 'http://loopback').pathname,
            token: String(request.headers[tokenHeader] ?? ''),
            body: text === '' ? undefined : (JSON.parse(text) as unknown),
          })
        : { status: statusOf[self.trouble], body: { errors: [self.trouble] } };
    response.writeHead(status, { 'Content-Type': 'application/json', ...headers });
    response.end(body === undefined ? undefined : JSON.stringify(body));
  };
  const closed = () =>
    new Promise<void>((resolve) => {
      server.closeAllConnections();
      server.close(() => resolve());
    });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  self.url = `${tls === undefined ? 'http' : 'https'}://127.0.0.1:${(server.address() as AddressInfo).port}`;
  return self;
}
