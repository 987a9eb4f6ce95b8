import { getRequestListener } from '@hono/node-server';
import { request } from 'node:http';
import { afterEach, beforeEach, expect, test } from 'vitest';
import type { EventFeed } from '../../../../src/main/hosts/event-feed.ts';
import { PendingCalls } from '../../../../src/main/hosts/pending-calls.ts';
import { Access } from '../../../../src/main/hosts/web/access.ts';
import { webApp } from '../../../../src/main/hosts/web/app.ts';
import { listenOnLoopback, type LoopbackListener } from '../../../../src/main/hosts/web/loopback-listener.ts';
import { ok } from '../../../../src/shared/errors/result.ts';
import { SeededIds } from '../../../fakes/seeded-ids.ts';
import { exchange } from '../../../helpers/web-console.ts';

const noFeed = {} as unknown as EventFeed;

let listener: LoopbackListener;
let headers: Record<string, string>;
let run: PromiseWithResolvers<unknown>;
let begun: PromiseWithResolvers<unknown>;
let pending: PendingCalls;

/** A host whose every call is a run that goes on until the test ends it. */
beforeEach(async () => {
  run = Promise.withResolvers();
  begun = Promise.withResolvers();
  pending = new PendingCalls();
  const ids = new SeededIds();
  const access = new Access(ids);
  const dispatch = pending.watch(async () => {
    begun.resolve(undefined);
    return ok(await run.promise);
  });
  const app = Promise.withResolvers<ReturnType<typeof webApp>>();
  const listen = getRequestListener(async (asked) => (await app.promise).fetch(asked), {
    overrideGlobalObjects: false,
  });
  listener = await listenOnLoopback((asked, said) => void listen(asked, said), 0);
  const { port } = listener;
  const report = () => Promise.resolve('ref');
  app.resolve(webApp({ port, screens: '', access, dispatch, feed: noFeed, report, ids }));
  const cookie = `tenant-console-${port}=${access.redeem(access.newToken()) ?? ''}`;
  headers = { cookie, origin: `http://127.0.0.1:${port}`, 'content-type': 'application/json' };
});
afterEach(() => listener.close());

const path = '/api/call/runs.resume';

test('a call is answered when its run stops', async () => {
  const answer = exchange(listener.port, path, { method: 'POST', headers, body: '{}' });
  await begun.promise;
  expect(pending.count).toBe(1);
  run.resolve('stopped');
  expect(JSON.parse((await answer).body)).toEqual({ ok: true, value: 'stopped' });
});

test('a run goes on although the connection of its call is lost', async () => {
  const call = request({ host: '127.0.0.1', port: listener.port, path, method: 'POST', headers }).on(
    'error',
    () => undefined,
  );
  call.end('{}');
  await begun.promise;
  const dropped = new Promise((resolve) => call.once('close', resolve));
  call.destroy();
  await dropped;
  expect(pending.count).toBe(1);
  run.resolve('stopped');
  await pending.settled();
  expect(pending.count).toBe(0);
});
