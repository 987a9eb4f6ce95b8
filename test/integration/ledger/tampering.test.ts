import { copyFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import type Database from 'better-sqlite3';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { encodeEntry } from '../../../src/main/ledger/entry.ts';
import { loadKeys } from '../../../src/main/ledger/keys.ts';
import { appendLeaf, EMPTY_EDGE, leafHash } from '../../../src/main/ledger/merkle-tree.ts';
import { openLedger } from '../../../src/main/ledger/ledger.ts';
import { signingKeyOf } from '../../../src/main/ledger/signing-key.ts';
import { Secret } from '../../../src/shared/model/secret.ts';
import { MemoryKeychain } from '../../fakes/memory-keychain.ts';
import { LedgerHome, memoryDir } from '../../helpers/ledger-home.ts';
import { tamper } from './attacker.ts';
import { writeSample } from './sample-ledger.ts';

const ENTRIES = 133;
let home: LedgerHome;

beforeEach(async () => {
  home = new LedgerHome(memoryDir());
  const ledger = await home.open();
  await writeSample(ledger);
  await ledger.close();
});

afterEach(() => home[Symbol.dispose]());

/** Takes everything out that says that there were more than `size` entries. */
function forget(database: Database.Database, size: number): void {
  for (const table of ['entry', 'sealed', 'lookup'])
    database.prepare(`DELETE FROM ${table} WHERE idx >= ?`).run(size);
  database.prepare('DELETE FROM checkpoint WHERE size > ?').run(size);
}

/** Builds the tree over the envelopes as they are now, and the columns to search by, as their writer would have. */
function makeConsistent(database: Database.Database): void {
  let edge = EMPTY_EDGE;
  const rows = database.prepare('SELECT idx, envelope FROM entry ORDER BY idx').all();
  for (const { idx, envelope } of rows as readonly { readonly idx: number; readonly envelope: Buffer }[]) {
    const grown = appendLeaf(edge, leafHash(envelope));
    edge = grown.edge;
    database.prepare('UPDATE entry SET nodes = ? WHERE idx = ?').run(Buffer.concat(grown.completed), idx);
  }
  database.exec(`
    UPDATE lookup SET (type, run_id, tenant_id) =
      (SELECT type, run_id, tenant_id FROM entry WHERE entry.idx = lookup.idx)`);
}

const swap = (database: Database.Database, a: number, b: number): void =>
  void database.exec(`
    UPDATE entry SET idx = 999999 WHERE idx = ${a};
    UPDATE entry SET idx = ${a} WHERE idx = ${b};
    UPDATE entry SET idx = ${b} WHERE idx = 999999;`);

describe('verify names the first bad entry', () => {
  test.each([0, 1, 57, 131])('when entry %i is deleted', async (index) => {
    tamper(home.path, (database) => database.prepare('DELETE FROM entry WHERE idx = ?').run(index));
    const { ok, firstBad } = await home.examine();
    expect({ ok, index: firstBad?.index }).toEqual({ ok: false, index });
  });

  test('when an entry is deleted and the rest moves up', async () => {
    tamper(home.path, (database) => {
      database.exec(
        'DELETE FROM entry WHERE idx = 40; DELETE FROM sealed WHERE idx >= 40; DELETE FROM checkpoint;',
      );
      database.exec(
        'UPDATE entry SET idx = idx + 1000 WHERE idx > 40; UPDATE entry SET idx = idx - 1001 WHERE idx > 1000;',
      );
      makeConsistent(database);
    });
    expect((await home.examine()).firstBad).toMatchObject({ index: 40, what: 'entry-misplaced' });
  });

  test('when two entries change places and the tree is made to fit', async () => {
    tamper(home.path, (database) => {
      swap(database, 31, 32);
      makeConsistent(database);
    });
    expect((await home.examine()).firstBad).toMatchObject({ index: 31, what: 'entry-misplaced' });
  });

  test('when an entry is inserted twice', async () => {
    tamper(home.path, (database) => {
      database.exec(
        `INSERT INTO entry SELECT ${ENTRIES}, type, run_id, tenant_id, nodes, envelope FROM entry WHERE idx = 60`,
      );
      makeConsistent(database);
    });
    expect((await home.examine()).firstBad).toMatchObject({ index: ENTRIES, what: 'entry-misplaced' });
  });

  test('when an entry is put far behind the end, or before the beginning', async () => {
    const insert = (index: number) =>
      `INSERT INTO entry SELECT ${index}, type, run_id, tenant_id, nodes, envelope FROM entry WHERE idx = 60`;
    const path = join(home.dir, 'copy.db');
    copyFileSync(home.path, path);
    tamper(path, (database) => database.exec(insert(5000)));
    expect((await home.examine(path)).firstBad).toMatchObject({ index: ENTRIES, what: 'entry-missing' });
    tamper(home.path, (database) => database.exec(`PRAGMA ignore_check_constraints = ON; ${insert(-1)}`));
    expect((await home.examine()).firstBad).toMatchObject({ what: 'store-damaged' });
  });

  test('when the last entries are cut off, with everything that spoke of them', async () => {
    tamper(home.path, (database) => forget(database, 100));
    expect(await home.examine()).toMatchObject({
      ok: false,
      entries: 100,
      pinned: 'rolled-back',
      firstBad: { index: 100, what: 'rolled-back' },
    });
  });

  test('when the last entries are cut off while the ledger is open, anchored or not', async () => {
    const ledger = await home.open();
    await ledger.append({ type: 'run.opened', data: {} }, { type: 'run.completed', data: {} });
    tamper(home.path, (database) => forget(database, ENTRIES + 1));
    expect((await ledger.verify()).firstBad).toMatchObject({ index: ENTRIES + 1, what: 'entry-missing' });
    await expect(ledger.append({ type: 'run.opened', data: {} })).rejects.toMatchObject({
      code: 'E_LEDGER_ROLLED_BACK',
    });
  });

  test('when only the stored checkpoint tells that entries were cut off', async () => {
    await home.keychain.delete('checkpoint');
    tamper(home.path, (database) =>
      database.exec(
        'DELETE FROM entry WHERE idx >= 120; DELETE FROM sealed WHERE idx >= 120; DELETE FROM lookup',
      ),
    );
    const { firstBad, pinned } = await home.examine();
    expect({ firstBad, pinned }).toMatchObject({
      firstBad: { index: 120, what: 'entry-missing' },
      pinned: 'none',
    });
  });

  test('when a whole other log was put in its place', async () => {
    using other = new LedgerHome(memoryDir());
    const ledger = await other.open();
    await writeSample(ledger);
    await ledger.close();
    copyFileSync(other.path, home.path);
    expect((await home.examine()).firstBad).toMatchObject({ index: 0, what: 'signer-unknown' });
    await expect(home.open()).rejects.toMatchObject({ code: 'E_LEDGER_FOREIGN' });
  });

  test('when an entry was signed for another log with the very same key', async () => {
    const elsewhere = new LedgerHome(memoryDir());
    elsewhere.keychain = home.keychain.copy();
    await elsewhere.keychain.delete('checkpoint');
    const ledger = await openLedger({ ...elsewhere.options(), consoleId: 'desk-2' });
    await ledger.close();
    tamper(home.path, (database) => {
      database.exec(`ATTACH '${elsewhere.path}' AS other`);
      database.exec(
        'UPDATE entry SET envelope = (SELECT envelope FROM other.entry WHERE idx = 0) WHERE idx = 0',
      );
      makeConsistent(database);
    });
    elsewhere[Symbol.dispose]();
    expect((await home.examine()).firstBad).toMatchObject({ index: 0, what: 'entry-foreign' });
  });
});

describe('an entry that was not signed by the operator', () => {
  /** Appends behind the last anchor as its writer would have, with a key that is not the operator's. */
  async function forge(claimedKeyId: (operator: string, own: string) => string): Promise<void> {
    const { operator } = await loadKeys(home.keychain);
    const own = signingKeyOf(new Secret(Buffer.alloc(32, 9)));
    const key = { ...own, keyId: claimedKeyId(operator.keyId, own.keyId) };
    tamper(home.path, (database) => {
      const last = database
        .prepare<[], Buffer>(`SELECT nodes FROM entry WHERE idx = ${ENTRIES - 1}`)
        .pluck()
        .get()!;
      const previous = last.toString('hex', 0, 32);
      const place = { log: 'pensions.example/tenant-console/desk-1', index: ENTRIES, previous };
      const entry = { type: 'run.completed', runId: 'run-9', data: {} };
      const envelope = encodeEntry(entry, { ...place, time: '2026-01-05T09:00:00.000Z' }, undefined, key);
      database
        .prepare('INSERT INTO entry (idx, type, run_id, nodes, envelope) VALUES (?, ?, ?, ?, ?)')
        .run(ENTRIES, entry.type, entry.runId, Buffer.alloc(0), envelope);
      makeConsistent(database);
    });
  }

  test('but bears its key id is named, and nothing is built on it', async () => {
    await forge((operator) => operator);
    expect((await home.examine()).firstBad).toMatchObject({ index: ENTRIES, what: 'signature-invalid' });
    await expect(home.open()).rejects.toMatchObject({
      code: 'E_LEDGER_DAMAGED',
      details: { index: ENTRIES },
    });
  });

  test('but by a key nobody vouched for is named, and nothing is built on it', async () => {
    await forge((_, own) => own);
    expect((await home.examine()).firstBad).toMatchObject({ index: ENTRIES, what: 'signer-unknown' });
    await expect(home.open()).rejects.toMatchObject({
      code: 'E_LEDGER_DAMAGED',
      details: { index: ENTRIES },
    });
  });
});

describe('verify finds sealed details', () => {
  test.each([
    ['lost', 'DELETE FROM sealed WHERE idx = 6', 6, 'details-missing'],
    [
      'moved to another entry',
      'UPDATE sealed SET blob = (SELECT blob FROM sealed WHERE idx = 6) WHERE idx = 16',
      16,
      'details-damaged',
    ],
    ['given to an entry that has none', "INSERT INTO sealed VALUES (7, x'00')", 7, 'details-unexpected'],
    ['given to no entry', "INSERT INTO sealed VALUES (5000, x'00')", 5000, 'details-unexpected'],
    [
      'whose key was destroyed without saying so',
      "DELETE FROM tenant_key WHERE tenant_id = 'tenant-even'",
      1,
      'tenant-key-missing',
    ],
    [
      'whose key is that of another tenant',
      "UPDATE tenant_key SET tenant_id = 'tenant-odd'",
      6,
      'tenant-key-damaged',
    ],
  ] as const)('%s', async (_, sql, index, what) => {
    tamper(home.path, (database) => database.exec(sql));
    expect((await home.examine()).firstBad).toMatchObject({ index, what });
  });

  test('of a shredded tenant, should its key be back', async () => {
    tamper(home.path, (database) =>
      database.exec(
        "INSERT INTO tenant_key SELECT 'tenant-odd', wrapped FROM tenant_key WHERE tenant_id = 'tenant-even'",
      ),
    );
    const { ok, firstBad } = await home.examine();
    expect(ok).toBe(false);
    expect(firstBad?.what).toMatch(/^tenant-key-(damaged|returned)$/);
  });
});

describe('an older copy of the file', () => {
  test('is found when it is opened and when it is verified', async () => {
    const older = join(home.dir, 'older.db');
    copyFileSync(home.path, older);
    const ledger = await home.open();
    await ledger.append({ type: 'run.opened', data: {} });
    await ledger.close();
    copyFileSync(older, home.path);
    await expect(home.open()).rejects.toMatchObject({ code: 'E_LEDGER_ROLLED_BACK' });
    expect(await home.examine()).toMatchObject({
      ok: false,
      pinned: 'rolled-back',
      firstBad: { index: ENTRIES },
    });
  });

  test('is found after it was written on', async () => {
    const older = join(home.dir, 'older.db');
    const olderKeychain = home.keychain.copy();
    copyFileSync(home.path, older);
    const ledger = await home.open();
    await ledger.append({ type: 'run.opened', data: {} });
    await ledger.close();
    copyFileSync(older, home.path);
    const newer = home.keychain;
    home.keychain = olderKeychain;
    const fork = await home.open();
    await fork.append({ type: 'run.opened', data: { another: 'history' } }, { type: 'run.opened', data: {} });
    await fork.close();
    home.keychain = newer;
    await expect(home.open()).rejects.toMatchObject({ code: 'E_LEDGER_ROLLED_BACK' });
    expect(await home.examine()).toMatchObject({ ok: false, pinned: 'rolled-back' });
  });

  test('is found when there is no file at all any more', async () => {
    for (const suffix of ['', '-wal', '-shm']) rmSync(`${home.path}${suffix}`, { force: true });
    await expect(home.open()).rejects.toMatchObject({ code: 'E_LEDGER_ROLLED_BACK' });
    expect(await home.examine()).toMatchObject({ ok: false, pinned: 'rolled-back', firstBad: { index: 0 } });
    await home.keychain.delete('checkpoint');
    expect(await home.examine()).toMatchObject({ ok: false, firstBad: { index: 0, what: 'entry-missing' } });
  });
});

describe('what is changed after the last anchor', () => {
  test('is found when the ledger is opened', async () => {
    const options = home.options();
    const ledger = await openLedger(options);
    await ledger.append({ type: 'run.opened', data: { i: 1 } }, { type: 'run.completed', data: {} });
    options.store.close();
    tamper(home.path, (database) =>
      database.exec(
        `UPDATE entry SET envelope = cast(replace(envelope, 'e', 'f') AS BLOB) WHERE idx = ${ENTRIES}`,
      ),
    );
    await expect(home.open()).rejects.toMatchObject({
      code: 'E_LEDGER_DAMAGED',
      details: { index: ENTRIES },
    });
    expect((await home.examine()).firstBad).toMatchObject({ index: ENTRIES });
  });
});

describe('a changed structure', () => {
  test.each([
    ['a trigger that is gone', 'DROP TRIGGER entry_stays'],
    [
      'a trigger that does something else',
      'DROP TRIGGER entry_stays; CREATE TRIGGER entry_stays BEFORE DELETE ON entry BEGIN SELECT 1; END',
    ],
    ['a table of its own', 'CREATE TABLE hidden (x)'],
    [
      'a view that hides entries',
      'DROP VIEW entry_key; CREATE VIEW entry_key AS SELECT idx, type, run_id, tenant_id FROM lookup WHERE idx <> 3',
    ],
  ])('is found: %s', async (_, sql) => {
    const { default: Database } = await import('better-sqlite3');
    const database = new Database(home.path);
    database.exec(sql);
    database.close();
    expect((await home.examine()).firstBad).toMatchObject({ what: 'store-damaged' });
  });

  test('is found where entries are searched: one that cannot be found is named', async () => {
    tamper(home.path, (database) => database.exec('DELETE FROM lookup WHERE idx = 12'));
    expect((await home.examine()).firstBad).toMatchObject({ index: 12, what: 'store-damaged' });
  });
});

test('a keychain without keys is not a keychain for this ledger', async () => {
  home.keychain = new MemoryKeychain();
  await expect(home.open()).rejects.toMatchObject({ code: 'E_LEDGER_KEYS_MISSING' });
  await expect(home.examine()).rejects.toMatchObject({ code: 'E_LEDGER_KEYS_MISSING' });
});
