import { get, type ClientRequest } from 'node:http';
import { setTimeout as pause } from 'node:timers/promises';
import { afterAll, afterEach, beforeAll, expect, test } from 'vitest';
import { openConsole } from '../../../../src/main/compose.ts';
import { showLedger } from '../../../../src/shared/contract/ledger.contract.ts';
import { createIdentity } from '../../../../src/shared/contract/identity.contract.ts';
import { consoleEvent } from '../../../../src/shared/contract/events.contract.ts';
import { WebConsole } from '../../../helpers/web-console.ts';

let web: WebConsole;
let cookie: string;
const open: ClientRequest[] = [];

beforeAll(async () => {
  web = await WebConsole.open();
  cookie = await web.letIn();
});
afterEach(() => open.splice(0).forEach((request) => request.destroy()));
afterAll(() => web.close());

/** Listens like an `EventSource`; the text so far stands in `said`. */
async function listen(path: string, headers: Record<string, string> = {}) {
  const stream = { said: '', type: '' };
  await new Promise<void>((resolve, reject) => {
    const request = get(`${web.origin}${path}`, { headers: { cookie, ...headers } }, (response) => {
      stream.type = response.headers['content-type'] ?? '';
      response.setEncoding('utf8').on('data', (text: string) => {
        stream.said += text;
        resolve();
      });
      response.on('error', () => undefined);
    });
    request.on('error', reject);
    open.push(request);
  });
  return stream;
}

const idsOf = ({ said }: { said: string }) => [...said.matchAll(/^id: (\d+)$/gm)].map(([, id]) => Number(id));

async function until(condition: () => boolean, what: string): Promise<void> {
  for (let tries = 0; tries < 150 && !condition(); tries += 1) await pause(20);
  expect(condition(), what).toBe(true);
}

/** Something that is recorded. */
const record = (console = web.console) =>
  console.call(createIdentity, { name: 'Aoife Byrne', email: 'aoife@pensions.example' });

const sizeOf = async () => (await web.console.call(showLedger, { limit: 1 })).size;

test('an entry arrives as it is recorded, with its place as the event’s id', async () => {
  const size = await sizeOf();
  const stream = await listen('/api/events');
  await record();
  await until(() => idsOf(stream).length > 0, 'the entry arrives');
  expect(stream.type).toBe('text/event-stream');
  expect(idsOf(stream)[0]).toBe(size + 1);
  const [, data = ''] = /^data: (.*)$/m.exec(stream.said) ?? [];
  expect(consoleEvent.parse(JSON.parse(data))).toMatchObject({ kind: 'entry', seq: size + 1 });
  expect(stream.said).not.toContain('Aoife');
});

test('what was missed is replayed, by address and by what the browser says when it reconnects', async () => {
  await record();
  const size = await sizeOf();
  const expected = Array.from({ length: size - 1 }, (_, i) => i + 2);
  for (const stream of [
    await listen('/api/events?after=1'),
    await listen('/api/events?after=99', { 'last-event-id': '1' }),
  ]) {
    await until(() => idsOf(stream).length >= expected.length, 'the missed entries arrive');
    expect(idsOf(stream)).toEqual(expected);
  }
});

test('a place that the ledger never had is answered with a fresh start', async () => {
  const stream = await listen('/api/events?after=123456');
  await until(() => stream.said.includes('data:'), 'an event arrives');
  expect(stream.said).toContain(`{"seq":${await sizeOf()},"kind":"lagged"}`);
});

test.each(['-1', 'x', '1e9', '9'.repeat(20)])('a place that is no number is refused: %s', async (after) => {
  expect((await web.ask(`/api/events?after=${after}`, { headers: { cookie } })).status).toBe(400);
});

test('what another process of the home records arrives too', async () => {
  const size = await sizeOf();
  const stream = await listen('/api/events');
  const other = await openConsole({ home: web.home, allowThrowAway: true });
  await record(other);
  await until(() => idsOf(stream).includes(size + 1), 'the entry of the other process arrives');
  await other.close();
});

test('a dropped connection stops nothing', async () => {
  const stream = await listen('/api/events');
  open.splice(0).forEach((request) => request.destroy());
  await record();
  await pause(50);
  expect(idsOf(stream)).toEqual([]);
  expect((await web.call(cookie, 'identity.show', {})).status).toBe(200);
});
