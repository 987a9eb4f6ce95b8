import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { askKeyringProcess } from '../../src/main/adapters/keychain/keyring-process.ts';
import { openKeychain } from '../../src/main/adapters/keychain/open-keychain.ts';
import { Secret } from '../../src/shared/model/secret.ts';
import { MemoryKeychain } from '../fakes/memory-keychain.ts';
import { SeededIds } from '../fakes/seeded-ids.ts';
import { noSecretService, startSecretService } from '../helpers/secret-service.ts';
import { describeUnless } from '../helpers/skip.ts';
import { keychainConformance } from './keychain.conformance.ts';

const newHome = () => mkdtemp(join(tmpdir(), 'keychain-'));
const removed = (home: string) => rm(home, { recursive: true, force: true });

keychainConformance('in memory', () => {
  const keychain = new MemoryKeychain();
  return Promise.resolve({ reopen: () => Promise.resolve(keychain), close: () => Promise.resolve() });
});

keychainConformance('throw-away file', async () => {
  const home = await newHome();
  const options = { home, ids: new SeededIds(), allowThrowAway: true, kind: 'throw-away' } as const;
  return { reopen: () => openKeychain(options), close: () => removed(home) };
});

keychainConformance('passphrase vault', async () => {
  const home = await newHome();
  const passphrase = new Secret('correct horse battery staple');
  const options = { home, ids: new SeededIds(), allowThrowAway: false, kind: 'vault', passphrase } as const;
  return { reopen: () => openKeychain(options), close: () => removed(home) };
});

describeUnless(noSecretService, 'with a real Secret Service', () => {
  keychainConformance('Secret Service', async () => {
    const [home, service] = await Promise.all([newHome(), startSecretService('unlocked')]);
    const ask = askKeyringProcess(10_000, service.env);
    const options = { home, ids: new SeededIds(), allowThrowAway: false, ask };
    return {
      reopen: () => openKeychain(options),
      close: () => Promise.all([removed(home), service.stop()]).then(() => undefined),
    };
  });
});
