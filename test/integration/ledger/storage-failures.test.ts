import { spawnSync } from 'node:child_process';
import { chmodSync, mkdirSync, mkdtempSync, rmSync, statSync, truncateSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import Database from 'better-sqlite3';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { openSqliteLedgerStore } from '../../../src/main/adapters/sqlite/sqlite-ledger-store.adapter.ts';
import { LedgerHome } from '../../helpers/ledger-home.ts';
import { testUnless } from '../../helpers/skip.ts';

let home: LedgerHome;

beforeEach(() => {
  home = new LedgerHome();
});

afterEach(() => home[Symbol.dispose]());

/** A disk of a few kilobytes, in memory. */
class SmallDisk implements Disposable {
  readonly dir: string;

  private constructor(dir: string) {
    this.dir = dir;
  }

  /** Undefined where it may not be made. */
  static mount(kilobytes: number): SmallDisk | undefined {
    const dir = mkdtempSync(join(tmpdir(), 'small-disk-'));
    const { status } = spawnSync('mount', ['-t', 'tmpfs', '-o', `size=${kilobytes}k`, 'tmpfs', dir], {
      stdio: 'ignore',
    });
    if (status === 0) return new SmallDisk(dir);
    rmSync(dir, { recursive: true });
    return undefined;
  }

  [Symbol.dispose](): void {
    spawnSync('umount', ['-l', this.dir]);
    rmSync(this.dir, { recursive: true, force: true });
  }
}

const event = { type: 'step.done', runId: 'run', data: { text: 'x'.repeat(2000) } };

describe('a full disk', () => {
  test('stops an append with a code, and nothing of it is kept', async () => {
    const ledger = await home.open({ maxBytes: 200_000 });
    const attempts: Promise<unknown>[] = Array.from({ length: 100 }, () => ledger.append(event, event));
    const results = await Promise.allSettled(attempts);
    const written = results.filter(({ status }) => status === 'fulfilled').length;
    expect(results.at(-1)).toMatchObject({ status: 'rejected', reason: { code: 'E_LEDGER_DISK_FULL' } });
    expect(written).toBeGreaterThan(5);
    expect(ledger.size()).toBe(1 + 2 * written);
    expect(await ledger.verify()).toMatchObject({ ok: true, entries: 1 + 2 * written });
    await Promise.allSettled([ledger.close()]);

    const roomier = await home.open();
    await roomier.append(event);
    expect(await roomier.verify()).toMatchObject({ ok: true, entries: 2 + 2 * written });
    await roomier.close();
  });

  test('stops even the making of a ledger', () => {
    expect(() => openSqliteLedgerStore({ path: home.path, maxBytes: 4096 })).toThrow(
      expect.objectContaining({ code: 'E_LEDGER_DISK_FULL' }) as Error,
    );
  });

  test('that is really full is told by the same code', async (context) => {
    using disk = SmallDisk.mount(300);
    if (disk === undefined) return context.skip('only root may mount a small disk');
    const ledger = await home.open({ path: join(disk.dir, 'ledger.db') });
    const results = await Promise.allSettled(Array.from({ length: 200 }, () => ledger.append(event)));
    const written = results.filter(({ status }) => status === 'fulfilled').length;
    expect(results.at(-1)).toMatchObject({ status: 'rejected', reason: { code: 'E_LEDGER_DISK_FULL' } });
    expect(await ledger.verify()).toMatchObject({ ok: true, entries: 1 + written });
    // Whether there is room for one more checkpoint is chance; that the newest is pinned is not.
    await Promise.allSettled([ledger.close()]);
    expect((await home.keychain.get('checkpoint'))?.reveal().split('\n')[1]).toBe(String(1 + written));
  });
});

describe('a ledger that another process holds', () => {
  test('is waited for, and then reported as busy', async () => {
    const ledger = await home.open({ busyTimeoutMs: 50 });
    const holder = new Database(home.path);
    holder.exec('BEGIN IMMEDIATE');
    await expect(ledger.append(event)).rejects.toMatchObject({ code: 'E_LEDGER_BUSY', retryable: true });
    expect(ledger.entries()).toHaveLength(1);
    holder.exec('ROLLBACK');
    holder.close();
    await ledger.append(event);
    expect(await ledger.verify()).toMatchObject({ ok: true, entries: 2 });
    await ledger.close();
  });
});

describe('a file that cannot be used', () => {
  const openStore = (path: string) => () => openSqliteLedgerStore({ path, busyTimeoutMs: 50 });
  const withCode = (code: string) => expect.objectContaining({ code }) as Error;

  test('because its folder is not there', () => {
    expect(openStore(join(home.dir, 'no', 'ledger.db'))).toThrow(withCode('E_LEDGER_UNAVAILABLE'));
  });

  test('because it is a folder', () => {
    mkdirSync(home.path);
    expect(openStore(home.path)).toThrow(withCode('E_LEDGER_UNAVAILABLE'));
  });

  test('because it is not a database', () => {
    writeFileSync(home.path, 'Dear diary, '.repeat(1000));
    expect(openStore(home.path)).toThrow(withCode('E_LEDGER_DAMAGED'));
  });

  test('because it is a database of something else', () => {
    const database = new Database(home.path);
    database.exec('CREATE TABLE entry (diary TEXT)');
    database.close();
    expect(openStore(home.path)).toThrow(withCode('E_LEDGER_DAMAGED'));
  });

  test('because a newer console wrote it', () => {
    openStore(home.path)().close();
    const database = new Database(home.path);
    database.pragma('user_version = 99');
    database.close();
    expect(openStore(home.path)).toThrow(withCode('E_LEDGER_TOO_NEW'));
  });

  test('because half of it is missing', async () => {
    const ledger = await home.open();
    for (let i = 0; i < 50; i += 1) await ledger.append(event);
    await ledger.close();
    truncateSync(home.path, Math.floor(statSync(home.path).size / 2));
    await expect(home.open()).rejects.toMatchObject({ code: 'E_LEDGER_DAMAGED' });
  });

  test('is never left readable by others', async () => {
    const ledger = await home.open();
    await ledger.append(event);
    for (const file of [home.path, `${home.path}-wal`, `${home.path}-shm`]) {
      expect(statSync(file).mode & 0o077, file).toBe(0);
    }
    await ledger.close();
  });

  const asRoot = process.getuid?.() === 0 ? 'root may write every file' : undefined;
  testUnless(asRoot, 'because it may not be written', async () => {
    const ledger = await home.open();
    await ledger.close();
    chmodSync(home.path, 0o400);
    expect(openStore(home.path)).toThrow(withCode('E_LEDGER_UNAVAILABLE'));
  });
});

describe('an append-only file', () => {
  test.each([
    ['UPDATE entry SET type = 1'],
    ['DELETE FROM entry'],
    ["UPDATE sealed SET blob = x'00'"],
    ['DELETE FROM sealed'],
    ['DELETE FROM checkpoint'],
    ['DELETE FROM lookup'],
  ])('refuses %s', async (sql) => {
    const ledger = await home.open();
    const details = { contact: 'somebody' };
    for (let i = 0; i < 130; i += 1) await ledger.append({ type: 't', tenantId: 't', data: {}, details });
    const database = new Database(home.path);
    expect(() => database.exec(sql)).toThrow('append-only');
    database.close();
    await ledger.close();
  });
});

describe('a medium that fails', () => {
  const entry = { index: 0, envelope: Buffer.of(1), nodes: Buffer.alloc(32), type: 'step.done' };

  test.each(['at once', 'with others'])(
    'is told of when it is flushed %s, and written to no more',
    async (how) => {
      const store = openSqliteLedgerStore({ path: home.path });
      store.write(() => store.insertEntry({ ...entry, runId: null, tenantId: null }));
      // The nearest to a broken disk that can be had here: the log that is to be synced is not there.
      rmSync(`${home.path}-wal`);
      const flush = async () => (how === 'at once' ? store.flushNow() : store.flush());
      await expect(flush()).rejects.toMatchObject({ code: 'E_LEDGER_UNAVAILABLE' });
      expect(() => store.write(() => undefined)).toThrow(
        expect.objectContaining({ code: 'E_LEDGER_UNAVAILABLE' }),
      );
      await expect(flush()).rejects.toMatchObject({ code: 'E_LEDGER_UNAVAILABLE' });
      store.close();
    },
  );
});
