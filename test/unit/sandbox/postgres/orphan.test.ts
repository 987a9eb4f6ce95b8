import { existsSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { testUnless } from '../../../helpers/skip.ts';
import { endOrphan, isAlive } from '../../../../src/sandbox/postgres/orphan.ts';

let directory: string;
beforeEach(() => {
  directory = mkdtempSync(join(tmpdir(), 'orphan-'));
});
afterEach(() => rmSync(directory, { recursive: true }));

const lock = () => join(directory, 'postmaster.pid');

test('without a lock file there is nothing to end', async () => {
  await endOrphan(directory);
  expect(existsSync(lock())).toBe(false);
});

test.each(['999999999\n', 'no number\n', ''])('a lock file of nobody (%j) is removed', async (content) => {
  writeFileSync(lock(), content);
  await endOrphan(directory);
  expect(existsSync(lock())).toBe(false);
});

const notLinux =
  process.platform === 'linux' ? undefined : 'only Linux shows what a process was started with';

testUnless(notLinux, 'a process that got the id of a dead server is left alone', async () => {
  writeFileSync(lock(), `${process.pid}\n`);
  await endOrphan(directory);
  expect(isAlive(process.pid)).toBe(true);
  expect(existsSync(lock())).toBe(false);
});
