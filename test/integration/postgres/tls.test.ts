import { afterAll, beforeAll, expect, inject, test } from 'vitest';
import type { DatabaseAddress } from '../../../src/main/ports/database-gateway.port.ts';
import { Secret } from '../../../src/shared/model/secret.ts';
import { countStreamed, impatient, listNotes, notesGateway, sleep } from './notes-database.ts';
import { startTlsServer, type TlsServer } from './tls-server.ts';

let server: TlsServer;
beforeAll(async () => {
  server = await startTlsServer({ name: 'localhost' });
});
afterAll(() => server.stop());

const open = (change: Partial<DatabaseAddress> = {}) => {
  const { port, caFile, password } = server;
  const address = {
    host: 'localhost',
    port,
    database: 'postgres',
    user: 'postgres',
    tls: 'verify-full',
    caFile,
  } as const;
  return notesGateway({ connectMs: 3_000 }).open({ ...address, ...change }, new Secret(password));
};

test('a chain that leads to the given authority and names the host is taken', async () => {
  const database = await open();
  expect(await database.read((tx) => tx.run(listNotes, { ownerId: 'o' }))).toEqual([]);
  const { certificateEnds } = await database.examine();
  expect(certificateEnds!.getTime() - Date.now()).toBeGreaterThan(28 * 86_400_000);
  await database.close();
});

test('rows are streamed over TLS', async () => {
  const database = await open();
  expect(await database.read((tx) => countStreamed(tx, 20_000))).toBe(20_000);
  await database.close();
});

test('cancelling works over TLS', async () => {
  const database = await open();
  const begun = performance.now();
  const work = database.read((tx) => tx.run(sleep, { seconds: 20 }), { signal: AbortSignal.timeout(100) });
  await expect(work).rejects.toMatchObject({ code: 'E_CANCELLED' });
  expect(performance.now() - begun).toBeLessThan(900);
  await database.close();
});

test('an authority that nobody vouched for is refused', async () => {
  const { caFile: _, ...address } = { host: 'localhost', port: server.port, caFile: '' };
  const work = notesGateway().open(
    { ...address, database: 'postgres', user: 'postgres', tls: 'verify-full' },
    new Secret(server.password),
  );
  await expect(work).rejects.toMatchObject({ code: 'E_DB_TLS', details: { reason: 'chain' } });
});

test('a certificate for another host is refused, for a name and for an address', async () => {
  await expect(open({ host: '127.0.0.1' })).rejects.toMatchObject({
    code: 'E_DB_TLS',
    details: { reason: 'host', host: '127.0.0.1' },
  });
  await server.show({ name: 'db.example.com' });
  await expect(open()).rejects.toMatchObject({ code: 'E_DB_TLS', details: { reason: 'host' } });
});

test('a certificate out of its time is refused, and it is said which way', async () => {
  await server.show({ name: 'localhost', from: 10, days: 5 });
  await expect(open()).rejects.toMatchObject({ code: 'E_DB_TLS', details: { reason: 'expired' } });
  await server.show({ name: 'localhost', from: -5, days: 5 });
  await expect(open()).rejects.toMatchObject({ code: 'E_DB_TLS', details: { reason: 'not-yet-valid' } });
});

test('a server that offers no TLS is refused', async () => {
  const { port, ownerPassword } = inject('postgres');
  const work = notesGateway(impatient).open(
    { host: '127.0.0.1', port, database: 'postgres', user: 'portal', tls: 'verify-full' },
    new Secret(ownerPassword),
  );
  await expect(work).rejects.toMatchObject({ code: 'E_DB_TLS', details: { reason: 'not-offered' } });
});

test('a file of authorities that cannot be read is named', async () => {
  await expect(open({ caFile: '/nowhere/ca.pem' })).rejects.toMatchObject({
    code: 'E_DB_TLS',
    details: { reason: 'ca-file', caFile: '/nowhere/ca.pem' },
  });
});
