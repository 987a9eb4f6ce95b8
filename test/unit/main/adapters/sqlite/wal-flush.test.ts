import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { WalFlush } from '../../../../../src/main/adapters/sqlite/wal-flush.ts';

let folder: string;
let wal: WalFlush;

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'wal-flush-'));
  writeFileSync(join(folder, 'ledger.db-wal'), 'frames');
  wal = new WalFlush(join(folder, 'ledger.db'));
});

afterEach(() => {
  wal.close();
  rmSync(folder, { recursive: true });
});

test('who comes while a sync is under way does not rely on it, and shares the next with others', async () => {
  const [underWay, next, alsoNext] = [wal.flush(), wal.flush(), wal.flush()];
  expect(next).toBe(alsoNext);
  expect(next).not.toBe(underWay);
  await underWay;
  const later = wal.flush();
  expect(later).not.toBe(next);
  await Promise.all([next, later]);
});

test('may be closed while a sync is under way', async () => {
  const underWay = wal.flush();
  wal.close();
  await expect(underWay).resolves.toBeUndefined();
});
