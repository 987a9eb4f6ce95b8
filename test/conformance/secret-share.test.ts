import { mkdtemp, readdir, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { bitwardenShare } from '../../src/main/adapters/bitwarden/bitwarden-share.adapter.ts';
import { manualShare } from '../../src/main/adapters/manual-share/manual-share.adapter.ts';
import { onePasswordShare } from '../../src/main/adapters/onepassword/onepassword-share.adapter.ts';
import { openpgpShare } from '../../src/main/adapters/openpgp/openpgp-share.adapter.ts';
import { systemClock } from '../../src/main/adapters/system/system-clock.adapter.ts';
import { systemCommands } from '../../src/main/adapters/system/system-command.adapter.ts';
import { MemoryShare } from '../fakes/memory-share.ts';
import { installPasswordCommands } from '../fakes/password-commands.ts';
import { noGnupg, startGnupg } from '../helpers/gnupg.ts';
import { describeUnless } from '../helpers/skip.ts';
import { secretShareConformance } from './secret-share.conformance.ts';

const email = 'contact@broker.example';
const recipient = { recipient: { name: 'Contact', email } };

secretShareConformance('in memory', () => {
  const share = new MemoryShare();
  const keys = ['run-1.letter', 'run-1.twice', 'run-1.stays', 'run-1.goes'];
  const secrets = () => Promise.resolve(keys.flatMap((key) => share.opened(key) ?? []));
  return Promise.resolve({ share, recipient, secrets, close: () => Promise.resolve() });
});

secretShareConformance('by hand', () =>
  Promise.resolve({
    share: manualShare,
    recipient,
    secrets: () => undefined,
    close: () => Promise.resolve(),
  }),
);

describeUnless(noGnupg, 'with a real GnuPG', () => {
  secretShareConformance('OpenPGP', async () => {
    const folder = await mkdtemp(join(tmpdir(), 'openpgp-'));
    const gnupg = await startGnupg();
    const openpgpKey = gnupg.makeKey({ email });
    return {
      share: openpgpShare({ folder, clock: systemClock }),
      recipient: { ...recipient, openpgpKey },
      secrets: async () => (await readdir(folder)).map((name) => gnupg.decrypt(join(folder, name))),
      close: async () => {
        await gnupg.stop();
        await rm(folder, { recursive: true });
      },
    };
  });
});

for (const channel of ['onepassword', 'bitwarden'] as const)
  secretShareConformance(`${channel} (stand-in command)`, async () => {
    const commands = await installPasswordCommands();
    const run = systemCommands(commands.env);
    return {
      share: channel === 'bitwarden' ? bitwardenShare(run) : onePasswordShare({ run, clock: systemClock }),
      recipient,
      secrets: async () => (await commands.shares()).map(({ secret }) => secret),
      close: commands.remove,
    };
  });
