// Run as a process of its own: write-many.ts HOME NAME COUNT
import { systemClock } from '../../../src/main/adapters/system/system-clock.adapter.ts';
import { systemIds } from '../../../src/main/adapters/system/system-ids.adapter.ts';
import { openKeychain } from '../../../src/main/adapters/keychain/open-keychain.ts';
import { Secret } from '../../../src/shared/model/secret.ts';

const [home, name, count] = process.argv.slice(2);
const passphrase = new Secret('correct horse battery staple');
const ids = systemIds(systemClock);
const keychain = await openKeychain({ home: home!, ids, allowThrowAway: false, passphrase });
for (let index = 0; index < Number(count); index++)
  await keychain.set(`${name}/${index}`, new Secret(`${name}/${index}`));
