import { getRequestListener } from '@hono/node-server';
import type { RequestListener } from 'node:http';
import type { Console } from '../../compose.ts';
import { defectLog } from '../defect-log.ts';
import { dispatcher } from '../dispatcher.ts';
import { EventFeed } from '../event-feed.ts';
import { followOtherProcesses } from '../follow-other-processes.ts';
import { PendingCalls } from '../pending-calls.ts';
import { Access } from './access.ts';
import { webApp } from './app.ts';
import { listenOnLoopback } from './loopback-listener.ts';

export type WebHostOptions = {
  readonly console: Console;
  /** Folder of the built screens. */
  readonly screens: string;
  /** A free one when it is 0. */
  readonly port: number;
};

export type WebHost = {
  readonly port: number;
  /** A new address that lets one browser in, once; the one before is no longer good. */
  address(): string;
  /** Waits for the calls that are under way, then stops listening. The console stays open. */
  close(): Promise<void>;
};

/** Puts a console on loopback. Errors: `E_LOOPBACK_TAKEN`. */
export async function startWebHost({ console, screens, port: wanted }: WebHostOptions): Promise<WebHost> {
  const report = defectLog(console);
  const access = new Access(console.ids);
  const feed = new EventFeed(console);
  const pending = new PendingCalls();
  const dispatch = pending.watch(dispatcher(console, report));
  const ended = new AbortController();
  // The port is part of what the app checks, and is known only once somebody listens.
  let answer: RequestListener = (_request, response) => void response.writeHead(503).end();
  const listener = await listenOnLoopback((request, response) => answer(request, response), wanted);
  const { port } = listener;
  const app = webApp({ port, screens, access, dispatch, feed, report, ids: console.ids });
  const listen = getRequestListener((request) => app.fetch(request), { overrideGlobalObjects: false });
  answer = (request, response) => void listen(request, response);
  void followOtherProcesses(console, report, ended.signal);
  return {
    port,
    address: () => `http://127.0.0.1:${port}/?token=${access.newToken()}`,
    async close() {
      await pending.settled();
      ended.abort();
      feed.close();
      await listener.close();
    },
  };
}
