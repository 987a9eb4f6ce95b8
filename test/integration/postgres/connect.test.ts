import { once } from 'node:events';
import { createServer, type AddressInfo } from 'node:net';
import { expect, test } from 'vitest';
import type { DatabaseAddress } from '../../../src/main/ports/database-gateway.port.ts';
import { Secret } from '../../../src/shared/model/secret.ts';
import { freePort } from '../../../src/sandbox/loopback.ts';
import { impatient, notesGateway, useNotesDatabase } from './notes-database.ts';

const notes = useNotesDatabase();
const gateway = notesGateway(impatient);

const open = (change: Partial<DatabaseAddress>, password = notes().password) =>
  gateway.open({ ...notes().address, ...change }, password);

test('a host that nobody knows is unreachable, and the reason is the name', async () => {
  await expect(open({ host: 'nowhere.invalid', tls: 'verify-full' })).rejects.toMatchObject({
    code: 'E_DB_UNREACHABLE',
    details: { reason: 'dns' },
  });
});

test('a port where nothing listens is unreachable, and the reason is the refusal', async () => {
  for (const host of ['127.0.0.1', 'localhost']) {
    await expect(open({ host, port: await freePort() })).rejects.toMatchObject({
      code: 'E_DB_UNREACHABLE',
      details: { reason: 'refused', host },
    });
  }
});

test('a server that takes the connection and says nothing is unreachable, and the reason is the time', async () => {
  const silent = createServer(() => undefined).listen(0, '127.0.0.1');
  await once(silent, 'listening');
  const { port } = silent.address() as AddressInfo;
  const begun = performance.now();
  await expect(open({ port })).rejects.toMatchObject({
    code: 'E_DB_UNREACHABLE',
    details: { reason: 'time-out' },
  });
  expect(performance.now() - begun).toBeLessThan(1_500);
  silent.close();
});

test('something that is no database is unreachable', async () => {
  const web = createServer((socket) => socket.end('HTTP/1.1 400 Bad Request\r\n\r\n')).listen(0, '127.0.0.1');
  await once(web, 'listening');
  const { port } = web.address() as AddressInfo;
  await expect(open({ port })).rejects.toMatchObject({ code: 'E_DB_UNREACHABLE' });
  web.close();
});

test('waiting for a connection can be cancelled', async () => {
  const silent = createServer(() => undefined).listen(0, '127.0.0.1');
  await once(silent, 'listening');
  const { port } = silent.address() as AddressInfo;
  const begun = performance.now();
  const patient = notesGateway().open({ ...notes().address, port }, notes().password, {
    signal: AbortSignal.timeout(100),
  });
  await expect(patient).rejects.toMatchObject({ code: 'E_CANCELLED' });
  expect(performance.now() - begun).toBeLessThan(1_500);
  silent.close();
});

test('a wrong password and an unknown role are refused alike, and the password is not in the error', async () => {
  const wrong = await open({}, new Secret('not-the-password')).catch((error: unknown) => error);
  expect(wrong).toMatchObject({ code: 'E_DB_AUTH', details: { user: 'portal' } });
  expect(JSON.stringify(wrong)).not.toContain('not-the-password');
  await expect(open({ user: 'nobody_here' })).rejects.toMatchObject({ code: 'E_DB_AUTH' });
});

test('an empty password is refused, and nothing of the environment takes its place', async () => {
  process.env['PGPASSWORD'] = notes().password.reveal();
  try {
    await expect(open({}, new Secret(''))).rejects.toMatchObject({ code: 'E_DB_AUTH' });
  } finally {
    delete process.env['PGPASSWORD'];
  }
});

test('a database that is not there is named', async () => {
  await expect(open({ database: 'nothing_here' })).rejects.toMatchObject({
    code: 'E_DB_NOT_FOUND',
    details: { database: 'nothing_here' },
  });
});

test('a plain connection to anything but loopback is refused before a byte is sent', async () => {
  for (const host of [
    'db.example.com',
    '10.0.0.1',
    '127.0.0.1.evil.example',
    '0.0.0.0',
    'localhost.evil.example',
  ]) {
    await expect(open({ host })).rejects.toMatchObject({ code: 'E_DB_TLS_REQUIRED', details: { host } });
  }
});
