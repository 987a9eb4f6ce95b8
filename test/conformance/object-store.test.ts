import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { systemClock } from '../../src/main/adapters/system/system-clock.adapter.ts';
import { vercelBlob } from '../../src/main/adapters/vercel-blob/vercel-blob.adapter.ts';
import { openBlobStore } from '../../src/sandbox/blob/blob-store.ts';
import { createBlobServer, storeToken } from '../../src/sandbox/blob/blob-server.ts';
import { freePort, listenOnLoopback } from '../../src/sandbox/loopback.ts';
import { Secret } from '../../src/shared/model/secret.ts';
import { MemoryObjects } from '../fakes/memory-objects.ts';

import { objectStoreConformance } from './object-store.conformance.ts';

objectStoreConformance('in memory', () => {
  const objects = new MemoryObjects();
  const put = (path: string, content: string) => {
    objects.files.set(path, Buffer.from(content));
    return Promise.resolve();
  };
  return Promise.resolve({ objects, put, close: () => Promise.resolve() });
});

async function served() {
  const directory = await mkdtemp(join(tmpdir(), 'blobs-'));
  const store = openBlobStore(directory, systemClock);
  const secret = 'of-the-test';
  const server = await listenOnLoopback(
    createBlobServer({ stores: new Map([['store1', store]]), secret, clock: systemClock }),
  );
  const close = async () => {
    await server.close();
    await rm(directory, { recursive: true });
  };
  const at = { apiUrl: server.url, deliveryUrl: `${server.url}/files`, clock: systemClock };
  return { store, close, at, token: new Secret(storeToken(secret, 'store1')) };
}

objectStoreConformance("Vercel Blob's SDK on the blob server", async () => {
  const { store, close, at, token } = await served();
  const put = (path: string, content: string) => {
    store.put(path, Buffer.from(content), 'text/plain');
    return Promise.resolve();
  };
  return { objects: vercelBlob({ ...at, token }), put, close };
});

const first = async (objects: ReturnType<typeof vercelBlob>) => {
  for await (const each of objects.list('')) return each;
  return undefined;
};

test('a token that is refused, a store that is away and an open address each have a code', async () => {
  const { at, close } = await served();
  const refused = vercelBlob({ ...at, token: new Secret('vercel_blob_rw_store1_wrong') });
  await expect(first(refused)).rejects.toMatchObject({ code: 'E_OBJECTS_AUTH' });
  await close();
  const apiUrl = `http://127.0.0.1:${await freePort()}`;
  const away = vercelBlob({ ...at, apiUrl, token: new Secret('vercel_blob_rw_store1_x'), timeoutMs: 500 });
  await expect(first(away)).rejects.toMatchObject({ code: 'E_OBJECTS_UNREACHABLE' });
  expect(() => vercelBlob({ ...at, apiUrl: 'http://blob.example', token: new Secret('x') })).toThrow(
    expect.objectContaining({ code: 'E_INVALID_INPUT' }),
  );
});

test('two stores in one process do not get in each other’s way', async () => {
  const [one, two] = [await served(), await served()];
  one.store.put('mine.txt', Buffer.from('one'), 'text/plain');
  two.store.put('mine.txt', Buffer.from('three'), 'text/plain');
  const found = await Promise.all([one, two].map(({ at, token }) => first(vercelBlob({ ...at, token }))));
  expect(found.map((each) => each?.bytes)).toEqual([3, 5]);
  await Promise.all([one.close(), two.close()]);
});
