import { execFile } from 'node:child_process';
import { mkdtemp, readdir, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { systemClock } from '../../../src/main/adapters/system/system-clock.adapter.ts';
import { systemIds } from '../../../src/main/adapters/system/system-ids.adapter.ts';
import { askKeyringProcess } from '../../../src/main/adapters/keychain/keyring-process.ts';
import { openKeychain, type KeychainOptions } from '../../../src/main/adapters/keychain/open-keychain.ts';
import { Secret } from '../../../src/shared/model/secret.ts';

const run = promisify(execFile);
const ids = systemIds(systemClock);
const passphrase = new Secret('correct horse battery staple');
/** What a machine without a session bus says. */
const noService = () => Promise.reject(new Error('Platform failure: DBus error'));
const locked = () => Promise.reject(new Error('Secret Service: unlock prompt was dismissed'));

let home: string;
const open = (options: Partial<KeychainOptions> = {}) =>
  openKeychain({ home, ids, allowThrowAway: false, ask: noService, ...options });

beforeEach(async () => {
  home = await mkdtemp(join(tmpdir(), 'keychain-'));
});
afterEach(() => rm(home, { recursive: true, force: true }));

describe('a new home', () => {
  test('without any keychain is refused, with the way out', async () => {
    await expect(open()).rejects.toMatchObject({
      code: 'E_KEYCHAIN_UNAVAILABLE',
      fix: expect.stringContaining('passphrase') as string,
    });
    expect(await readdir(home)).toEqual([]);
  });

  test('takes a vault when a passphrase is given', async () => {
    expect((await open({ passphrase })).kind).toBe('vault');
  });

  test('takes the throw-away keychain only when that is allowed', async () => {
    expect((await open({ allowThrowAway: true })).kind).toBe('throw-away');
    await rm(join(home, 'keychain.json'));
    await expect(open({ kind: 'throw-away' })).rejects.toMatchObject({ code: 'E_KEYCHAIN_UNAVAILABLE' });
  });

  test('with a locked keychain gets no weaker one', async () => {
    await expect(open({ ask: locked, allowThrowAway: true })).rejects.toMatchObject({
      code: 'E_KEYCHAIN_LOCKED',
    });
    expect(await readdir(home)).toEqual([]);
  });

  test('refuses a short passphrase for a new vault', async () => {
    await expect(open({ passphrase: new Secret('elevenchars') })).rejects.toMatchObject({
      code: 'E_KEYCHAIN_WEAK_PASSPHRASE',
    });
  });

  test('opened by several processes at once ends with one choice that all share', async () => {
    const opened = await Promise.all([open({ passphrase }), open({ passphrase }), open({ passphrase })]);
    await opened[0].set('shared', new Secret('one'));
    for (const each of opened) expect((await each.get('shared'))?.reveal()).toBe('one');
  });
});

describe('a home that has its keychain', () => {
  test('never falls from a vault to the throw-away one', async () => {
    await open({ passphrase });
    await expect(open({ allowThrowAway: true })).rejects.toMatchObject({ code: 'E_KEYCHAIN_LOCKED' });
    await rm(join(home, 'keychain.json'));
    await expect(open({ allowThrowAway: true })).rejects.toMatchObject({ code: 'E_KEYCHAIN_LOCKED' });
  });

  test("never falls from the system's to another", async () => {
    const values = new Map<string, string>();
    const system: KeychainOptions['ask'] = (question) => {
      if (question.verb === 'set') values.set(question.account, question.value);
      return Promise.resolve(question.verb === 'get' ? (values.get(question.account) ?? null) : null);
    };
    expect((await open({ ask: system })).kind).toBe('system');
    await expect(open({ allowThrowAway: true, passphrase })).rejects.toMatchObject({
      code: 'E_KEYCHAIN_UNAVAILABLE',
    });
    values.clear();
    await expect(open({ ask: system })).rejects.toMatchObject({ code: 'E_KEYCHAIN_FOREIGN' });
  });

  test('says so when the note of its kind is damaged', async () => {
    await open({ passphrase });
    await writeFile(join(home, 'keychain.json'), '{"kind":"none"}');
    await expect(open({ passphrase })).rejects.toMatchObject({ code: 'E_KEYCHAIN_DAMAGED' });
  });

  test('keeps the throw-away one, which says in its first line what it is, for its owner alone', async () => {
    const keychain = await open({ allowThrowAway: true });
    await keychain.set('password', new Secret('sandbox'));
    const file = join(home, 'keychain-throw-away.json');
    expect((await readFile(file, 'utf8')).split('\n')[1]).toMatch(/"warning": "Clear text\..*sandbox alone/);
    expect((await stat(file)).mode & 0o777).toBe(0o600);
    await writeFile(file, '{}');
    await expect(keychain.get('password')).rejects.toMatchObject({ code: 'E_KEYCHAIN_DAMAGED' });
  });
});

describe('a passphrase vault', () => {
  const file = () => join(home, 'keychain-vault.json');

  test('keeps no secret and no name in the clear, for its owner alone', async () => {
    const keychain = await open({ passphrase });
    await keychain.set('the-name-canary', new Secret('the-value-canary'));
    const text = await readFile(file(), 'utf8');
    expect(text).not.toContain('canary');
    expect((await stat(file())).mode & 0o777).toBe(0o600);
  });

  test('tells a wrong passphrase from a damaged file', async () => {
    await open({ passphrase });
    await expect(open({ passphrase: new Secret('wrong horse battery staple') })).rejects.toMatchObject({
      code: 'E_KEYCHAIN_WRONG_PASSPHRASE',
    });
    await rm(file());
    await expect(open({ passphrase })).rejects.toMatchObject({ code: 'E_KEYCHAIN_DAMAGED' });
  });

  test('opens by the same words however their accents are composed', async () => {
    await open({ passphrase: new Secret('schlüssel für später'.normalize('NFC')) });
    await expect(
      open({ passphrase: new Secret('schlüssel für später'.normalize('NFD')) }),
    ).resolves.toBeDefined();
  });

  test('finds every change of a single letter in any field', async () => {
    const keychain = await open({ passphrase });
    await keychain.set('name', new Secret('value'));
    const text = await readFile(file(), 'utf8');
    for (let at = 0; at < text.length; at += 3) {
      const changed = text.slice(0, at) + (text[at] === 'A' ? 'B' : 'A') + text.slice(at + 1);
      await writeFile(file(), changed);
      await expect(keychain.get('name'), `letter ${at}`).rejects.toMatchObject({
        code: 'E_KEYCHAIN_DAMAGED',
      });
    }
  });

  test('is not fooled by a digest that was made anew', async () => {
    const keychain = await open({ passphrase });
    await keychain.set('name', new Secret('value'));
    const before = JSON.parse(await readFile(file(), 'utf8')) as Record<string, unknown>;
    await keychain.set('name', new Secret('other'));
    const now = JSON.parse(await readFile(file(), 'utf8')) as Record<string, unknown>;
    const mixed = { ...now, sealed: before['sealed'] };
    const { createHash } = await import('node:crypto');
    const { format, kdf, check, nonce, sealed } = mixed as Record<string, unknown>;
    const digest = createHash('sha256')
      .update(JSON.stringify([format, kdf, check, nonce, sealed]))
      .digest('hex');
    await writeFile(file(), JSON.stringify({ ...mixed, digest }));
    await expect(keychain.get('name')).rejects.toMatchObject({ code: 'E_KEYCHAIN_DAMAGED' });
  });

  test('loses nothing when two processes write at once', async () => {
    await open({ passphrase });
    const writer = join(import.meta.dirname, 'write-many.ts');
    await Promise.all(['a', 'b'].map((name) => run(process.execPath, [writer, home, name, '10'])));
    const keychain = await open({ passphrase });
    for (const name of ['a', 'b'])
      for (let index = 0; index < 10; index++)
        expect((await keychain.get(`${name}/${index}`))?.reveal()).toBe(`${name}/${index}`);
  });
});

test('a keychain process that cannot even start is no keychain', async () => {
  const ask = askKeyringProcess(5_000, { DBUS_SESSION_BUS_ADDRESS: 'unix:path=/nowhere' });
  await expect(open({ ask })).rejects.toMatchObject({ code: 'E_KEYCHAIN_UNAVAILABLE' });
});
