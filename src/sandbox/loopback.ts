import { once } from 'node:events';
import { createServer, type IncomingMessage, type Server } from 'node:http';
import { connect, createServer as createTcpServer, type AddressInfo } from 'node:net';
import { getRequestListener } from '@hono/node-server';
import { SandboxError } from './sandbox-error.ts';

export const LOOPBACK = '127.0.0.1';

export type LoopbackServer = {
  readonly url: string;
  readonly port: number;
  readonly close: () => Promise<void>;
};

/** The connection that a request came by. */
export type Connection = { readonly incoming: IncomingMessage };

type Fetch = (request: Request, connection: Connection) => Response | Promise<Response>;

/**
 * Serves `fetch` on loopback only.
 * @param port a free one when 0
 * @throws SandboxError E_SANDBOX_PORT_TAKEN
 */
export async function listenOnLoopback(fetch: Fetch, port = 0): Promise<LoopbackServer> {
  const server = createServer();
  const answer = getRequestListener(
    (request, { incoming }) => fetch(request, { incoming: incoming as IncomingMessage }),
    { overrideGlobalObjects: false },
  );
  server.on('request', (request, response) => void answer(request, response));
  await listen(server, port);
  const bound = (server.address() as AddressInfo).port;
  return { url: `http://${LOOPBACK}:${bound}`, port: bound, close: () => closeServer(server) };
}

async function listen(server: Server, port: number): Promise<void> {
  server.listen(port, LOOPBACK);
  try {
    await once(server, 'listening');
  } catch (error) {
    throw portTaken(port, error);
  }
}

async function closeServer(server: Server): Promise<void> {
  const closed = once(server, 'close');
  server.close();
  server.closeAllConnections();
  await closed;
}

export const portTaken = (port: number, cause?: unknown): SandboxError =>
  new SandboxError(
    'E_SANDBOX_PORT_TAKEN',
    `Port ${port} on ${LOOPBACK} cannot be used.`,
    'Name another port, or name none and let the sandbox find a free one.',
    cause,
  );

/** A port that is free now. Another process may take it before it is used, so the caller must be ready to try again. */
export async function freePort(): Promise<number> {
  const probe = createTcpServer().listen(0, LOOPBACK);
  await once(probe, 'listening');
  const { port } = probe.address() as AddressInfo;
  probe.close();
  await once(probe, 'close');
  return port;
}

/** True when something listens on the port. */
export function isListening(port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const socket = connect(port, LOOPBACK);
    socket.once('connect', () => {
      socket.destroy();
      resolve(true);
    });
    socket.once('error', () => resolve(false));
  });
}
