import { execFile } from 'node:child_process';
import { mkdtemp, readdir, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { afterAll, afterEach, beforeAll, beforeEach, expect, test } from 'vitest';
import { askKeyringProcess } from '../../../src/main/adapters/keychain/keyring-process.ts';
import { openKeychain } from '../../../src/main/adapters/keychain/open-keychain.ts';
import { Secret } from '../../../src/shared/model/secret.ts';
import { SeededIds } from '../../fakes/seeded-ids.ts';
import { noSecretService, startSecretService, type SecretService } from '../../helpers/secret-service.ts';
import { describeUnless } from '../../helpers/skip.ts';

const run = promisify(execFile);

describeUnless(noSecretService, 'a home on a real Secret Service', () => {
  let service: SecretService;
  let home: string;
  let seed = 0;

  beforeAll(async () => {
    service = await startSecretService('unlocked');
  });
  afterAll(() => service.stop());
  beforeEach(async () => {
    home = await mkdtemp(join(tmpdir(), 'keychain-'));
    await service.become('unlocked');
  });
  afterEach(() => rm(home, { recursive: true, force: true }));

  const open = (deadlineMs = 10_000, at = home) =>
    openKeychain({
      home: at,
      ids: new SeededIds(`${(seed += 1)}`),
      allowThrowAway: true,
      ask: askKeyringProcess(deadlineMs, service.env),
    });

  test('is chosen before anything weaker, and nothing but the choice lies in the home', async () => {
    const keychain = await open();
    await keychain.set('name-canary', new Secret('value-canary'));
    expect(keychain.kind).toBe('system');
    expect(await readdir(home)).toEqual(['keychain.json']);
    expect(await readFile(join(home, 'keychain.json'), 'utf8')).not.toContain('canary');
    expect((await (await open()).get('name-canary'))?.reveal()).toBe('value-canary');
  });

  test('two homes of one user do not see each other', async () => {
    const other = await mkdtemp(join(tmpdir(), 'keychain-'));
    try {
      const [here, there] = [await open(), await open(10_000, other)];
      await here.set('same name', new Secret('here'));
      expect(await there.get('same name')).toBeUndefined();
      expect(await there.delete('same name')).toBe(false);
    } finally {
      await rm(other, { recursive: true, force: true });
    }
  });

  test('a locked collection is E_KEYCHAIN_LOCKED for an old home and a new one, and serves again once unlocked', async () => {
    const keychain = await open();
    await keychain.set('password', new Secret('p'));
    await service.become('locked');
    await expect(keychain.get('password')).rejects.toMatchObject({ code: 'E_KEYCHAIN_LOCKED' });
    await expect(keychain.set('password', new Secret('q'))).rejects.toMatchObject({
      code: 'E_KEYCHAIN_LOCKED',
    });
    await expect(keychain.delete('password')).rejects.toMatchObject({ code: 'E_KEYCHAIN_LOCKED' });
    await expect(open()).rejects.toMatchObject({ code: 'E_KEYCHAIN_LOCKED' });
    await rm(join(home, 'keychain.json'));
    await expect(open()).rejects.toMatchObject({ code: 'E_KEYCHAIN_LOCKED' });
    await service.become('unlocked');
    expect((await keychain.get('password'))?.reveal()).toBe('p');
  });

  test('a service that is gone is E_KEYCHAIN_UNAVAILABLE, and no weaker keychain takes its place', async () => {
    await open();
    await service.become('absent');
    await expect(open()).rejects.toMatchObject({ code: 'E_KEYCHAIN_UNAVAILABLE' });
  });

  test('a prompt that nobody answers holds neither the call nor the process', async () => {
    await open();
    await service.become('prompting');
    const script = join(import.meta.dirname, 'open-and-read.ts');
    const started = performance.now();
    const { stdout } = await run(process.execPath, [script, home, '700'], { env: service.env });
    expect(stdout.trim()).toBe('E_KEYCHAIN_LOCKED');
    expect(performance.now() - started).toBeLessThan(6_000);
  });
});
