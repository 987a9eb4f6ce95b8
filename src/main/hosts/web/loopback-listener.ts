import { createServer, type RequestListener, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { OperatorError } from '../../../shared/errors/operator-error.ts';

/** A free port of 127.0.0.1 may be taken on ::1. */
const ATTEMPTS = 5;

export type LoopbackListener = {
  readonly port: number;
  /** Ends every connection, the open streams too. */
  close(): Promise<void>;
};

/**
 * Listens on 127.0.0.1 and, where the machine has it, on ::1, on one port, and on no other address. Port 0 takes a free one.
 * Errors: `E_LOOPBACK_TAKEN`.
 */
export async function listenOnLoopback(answer: RequestListener, port: number): Promise<LoopbackListener> {
  for (let attempt = 1; ; attempt += 1) {
    try {
      return await listen(answer, port);
    } catch (cause) {
      if (!isTaken(cause)) throw cause;
      if (port !== 0 || attempt === ATTEMPTS)
        throw new OperatorError('E_LOOPBACK_TAKEN', { cause, details: { port } });
    }
  }
}

async function listen(answer: RequestListener, wanted: number): Promise<LoopbackListener> {
  const four = await bind(createServer(answer), '127.0.0.1', wanted);
  const { port } = four.address() as AddressInfo;
  const servers = [four];
  try {
    servers.push(await bind(createServer(answer), '::1', port));
  } catch (error) {
    if (!hasNoSuchAddress(error)) {
      await end(four);
      throw error;
    }
  }
  return { port, close: () => Promise.all(servers.map(end)).then(() => undefined) };
}

function bind(server: Server, host: string, port: number): Promise<Server> {
  return new Promise((resolve, reject) => {
    server.once('error', reject);
    server.listen({ host, port, exclusive: true, ipv6Only: true }, () => {
      server.off('error', reject);
      resolve(server);
    });
  });
}

function end(server: Server): Promise<void> {
  return new Promise((resolve) => {
    server.close(() => resolve());
    server.closeAllConnections();
  });
}

const codeOf = (error: unknown): string | undefined => (error as NodeJS.ErrnoException).code;
const isTaken = (error: unknown): boolean => codeOf(error) === 'EADDRINUSE' || codeOf(error) === 'EACCES';
const hasNoSuchAddress = (error: unknown): boolean =>
  codeOf(error) === 'EADDRNOTAVAIL' || codeOf(error) === 'EAFNOSUPPORT';
