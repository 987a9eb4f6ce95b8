import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { readSet } from '../../../../../src/main/adapters/knex/migration-set.ts';

let folder: string;

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'migrations-'));
  writeFileSync(join(folder, '0001-users.mjs'), 'first');
});

afterEach(() => rmSync(folder, { recursive: true }));

test('a folder that has not changed is the same set', async () => {
  const set = await readSet(folder);
  expect(set.names).toEqual(['0001-users.mjs']);
  expect(await readSet(folder)).toBe(set);
});

test.each([
  ['a file has other words of the same length', () => writeFileSync(join(folder, '0001-users.mjs'), 'other')],
  ['a file is new', () => writeFileSync(join(folder, '0002-more.mjs'), 'first')],
])('it is another set when %s', async (_, change) => {
  const { digest } = await readSet(folder);
  // Longer than the tick in which a file system tells one change from the next.
  await new Promise((resolve) => setTimeout(resolve, 20));
  change();
  expect((await readSet(folder)).digest).not.toBe(digest);
});

test('a folder that is not there is no set', async () => {
  await expect(readSet(join(folder, 'none'))).rejects.toMatchObject({ code: 'E_MIGRATIONS_FAILED' });
});
