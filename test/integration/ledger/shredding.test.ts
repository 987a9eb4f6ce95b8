import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import Database from 'better-sqlite3';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import type { Ledger } from '../../../src/main/ledger/ledger.ts';
import { LedgerHome } from '../../helpers/ledger-home.ts';
import { tamper } from './attacker.ts';

const details = { contact: 'Aoife Ní Bhriain', email: 'aoife@broker.example' };
let home: LedgerHome;
let ledger: Ledger;

beforeEach(async () => {
  home = new LedgerHome();
  ledger = await home.open();
  await ledger.append({ type: 'run.opened', tenantId: 'tenant-1', data: {}, details });
  await ledger.append({ type: 'run.opened', tenantId: 'tenant-2', data: {}, details });
});

afterEach(async () => {
  await ledger.close();
  home[Symbol.dispose]();
});

const wrappedKey = (tenantId: string): Buffer => {
  const database = new Database(home.path, { readonly: true });
  try {
    return database
      .prepare<[string], Buffer>('SELECT wrapped FROM tenant_key WHERE tenant_id = ?')
      .pluck()
      .get(tenantId)!;
  } finally {
    database.close();
  }
};
const filesHold = (bytes: Buffer): boolean =>
  readdirSync(home.dir).some((file) => readFileSync(join(home.dir, file)).includes(bytes));

describe('details', () => {
  test('are opened by who holds the keychain, and are nowhere in the clear', async () => {
    expect(await ledger.unseal(ledger.entry(1)!)).toEqual(details);
    expect(await ledger.unseal(ledger.entry(0)!)).toBeUndefined();
    expect(filesHold(Buffer.from('aoife'))).toBe(false);
    expect(filesHold(Buffer.from(Buffer.from('aoife').toString('base64').slice(0, 6)))).toBe(false);
  });

  test('need a tenant', async () => {
    await expect(ledger.append({ type: 'run.opened', data: {}, details })).rejects.toThrow(TypeError);
  });

  test('that were damaged are not opened', async () => {
    tamper(home.path, (database) => database.exec("UPDATE sealed SET blob = x'00' WHERE idx = 1"));
    await expect(ledger.unseal(ledger.entry(1)!)).rejects.toMatchObject({
      code: 'E_LEDGER_DAMAGED',
      details: { index: 1 },
    });
  });
});

describe('shredding a tenant', () => {
  test('makes its details unreadable for good, says so, and leaves every proof and every other tenant', async () => {
    const proof = ledger.proof(1);
    await ledger.shred('tenant-1');
    expect(await ledger.unseal(ledger.entry(1)!)).toBe('shredded');
    expect(await ledger.unseal(ledger.entry(2)!)).toEqual(details);
    expect(ledger.entry(3)).toMatchObject({ type: 'tenant.shredded', tenantId: 'tenant-1' });
    expect(ledger.proof(1).split('\n').slice(0, 3)).toEqual(proof.split('\n').slice(0, 3));
    expect((await ledger.verify()).ok).toBe(true);
  });

  test('removes the wrapped key from every file', async () => {
    const key = wrappedKey('tenant-1');
    expect(filesHold(key)).toBe(true);
    await ledger.shred('tenant-1');
    expect(filesHold(key)).toBe(false);
  });

  test('is done once, however often it is asked for', async () => {
    await ledger.shred('tenant-1');
    await ledger.shred('tenant-1');
    expect(ledger.entries({ types: ['tenant.shredded'] })).toHaveLength(1);
  });

  test('lets nobody keep details for it again, but events', async () => {
    await ledger.shred('tenant-1');
    const event = { type: 'tenant.checked', tenantId: 'tenant-1', data: {} };
    await expect(ledger.append({ ...event, details })).rejects.toMatchObject({ code: 'E_TENANT_SHREDDED' });
    await ledger.append(event);
    expect((await ledger.verify()).ok).toBe(true);
  });

  test('of whom nothing was kept is recorded all the same', async () => {
    await ledger.shred('tenant-3');
    await expect(ledger.append({ type: 't', tenantId: 'tenant-3', data: {}, details })).rejects.toMatchObject(
      {
        code: 'E_TENANT_SHREDDED',
      },
    );
  });

  test('waits for a reader who would still see the key, and is finished by asking again', async () => {
    const key = wrappedKey('tenant-1');
    const reader = new Database(home.path, { readonly: true });
    reader.exec('BEGIN');
    reader.prepare('SELECT count(*) FROM tenant_key').get();
    await ledger.close();
    ledger = await home.open({ busyTimeoutMs: 50 });
    await expect(ledger.shred('tenant-1')).rejects.toMatchObject({ code: 'E_LEDGER_BUSY', retryable: true });
    expect(await ledger.unseal(ledger.entry(1)!)).toBe('shredded');
    expect(filesHold(key)).toBe(true);
    reader.close();
    await ledger.shred('tenant-1');
    expect(filesHold(key)).toBe(false);
  });

  test('is undone by nobody: a key that comes back from a copy is found', async () => {
    const key = wrappedKey('tenant-1');
    await ledger.shred('tenant-1');
    tamper(home.path, (database) =>
      database.prepare("INSERT INTO tenant_key VALUES ('tenant-1', ?)").run(key),
    );
    expect((await ledger.verify()).firstBad).toMatchObject({ what: 'tenant-key-returned' });
  });
});
