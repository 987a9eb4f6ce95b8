import { mkdtemp, readdir, readFile, rm, stat } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { generateKey } from 'openpgp';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { openpgpShare } from '../../../src/main/adapters/openpgp/openpgp-share.adapter.ts';
import { systemClock } from '../../../src/main/adapters/system/system-clock.adapter.ts';
import { Secret } from '../../../src/shared/model/secret.ts';
import { noGnupg, startGnupg, type Gnupg } from '../../helpers/gnupg.ts';
import { describeUnless } from '../../helpers/skip.ts';

const secret = new Secret('pässwörd canary €42');
const expiresAt = new Date(Date.now() + 7 * 86_400_000);

describeUnless(noGnupg, 'sharing by OpenPGP with a real GnuPG', () => {
  let gnupg: Gnupg;
  let folder: string;

  beforeAll(async () => {
    gnupg = await startGnupg();
    folder = await mkdtemp(join(tmpdir(), 'openpgp-'));
  });
  afterAll(async () => {
    await gnupg.stop();
    await rm(folder, { recursive: true });
  });

  const share = (openpgpKey: string | undefined, email: string, key = 'run-1.hand-over') =>
    openpgpShare({ folder, clock: systemClock }).share(secret, {
      key,
      recipient: { email },
      label: 'Your password',
      expiresAt,
      ...(openpgpKey === undefined ? {} : { openpgpKey }),
    });

  const refused = async (openpgpKey: string | undefined, email: string, code: string) => {
    await expect(share(openpgpKey, email, 'refused')).rejects.toMatchObject({ code });
    expect(await readdir(folder)).not.toContain('refused.asc');
  };

  test('the recipient reads the secret, and nothing else on the disk tells it', async () => {
    const key = gnupg.makeKey({ email: 'good@broker.example' });
    const { receipt, file } = await share(key, 'Good@Broker.example');
    expect(receipt).toEqual({ channel: 'openpgp', reference: 'run-1.hand-over.asc' });
    expect(gnupg.decrypt(file!)).toBe(secret.reveal());
    const written = await readFile(file!, 'utf8');
    expect(written).toMatch(/^-----BEGIN PGP MESSAGE-----/);
    expect(written).not.toContain('canary');
    expect((await stat(file!)).mode & 0o777).toBe(0o600);
  });

  test('a key whose RSA is older than the habits of today will do as well', async () => {
    const { publicKey, privateKey } = await generateKey({
      type: 'rsa',
      rsaBits: 2048,
      userIDs: [{ email: 'rsa@broker.example' }],
    });
    gnupg.importKey(privateKey);
    const { file } = await share(publicKey, 'rsa@broker.example', 'rsa');
    expect(gnupg.decrypt(file!)).toBe(secret.reveal());
  });

  test('sharing again leaves one file, withdrawing none', async () => {
    const channel = openpgpShare({ folder, clock: systemClock });
    const key = gnupg.makeKey({ email: 'again@broker.example' });
    await share(key, 'again@broker.example', 'again');
    await share(key, 'again@broker.example', 'again');
    expect(await channel.withdraw('again')).toBe(1);
    expect(await channel.withdraw('again')).toBe(0);
    expect(await readdir(folder)).not.toContain('again.asc');
  });

  test('an expired key is refused', async () => {
    const key = gnupg.makeKey({ email: 'old@broker.example', madeAt: '20200101T000000', expires: '1y' });
    await refused(key, 'old@broker.example', 'E_SHARE_KEY_EXPIRED');
  });

  test('a revoked key is refused', async () => {
    gnupg.makeKey({ email: 'revoked@broker.example' });
    await refused(
      await gnupg.revoke('revoked@broker.example'),
      'revoked@broker.example',
      'E_SHARE_KEY_REVOKED',
    );
  });

  test('a key that can only sign is refused', async () => {
    const key = gnupg.makeKey({ email: 'signs@broker.example', use: 'sign' });
    await refused(key, 'signs@broker.example', 'E_SHARE_KEY_CANNOT_ENCRYPT');
  });

  test("somebody else's key is refused, and so is one whose owner gave the address up", async () => {
    const key = gnupg.makeKey({ email: 'mine@broker.example' });
    await refused(key, 'yours@broker.example', 'E_SHARE_KEY_MISMATCH');
    await refused(key, 'mine@broker.example.evil.example', 'E_SHARE_KEY_MISMATCH');
    gnupg.makeKey({ email: 'former@broker.example' });
    const moved = gnupg.replaceUser('former@broker.example', 'present@broker.example');
    await refused(moved, 'former@broker.example', 'E_SHARE_KEY_MISMATCH');
    expect((await share(moved, 'present@broker.example', 'present')).receipt.reference).toBe('present.asc');
  });

  test('a private key is refused, and told from a public one', async () => {
    gnupg.makeKey({ email: 'private@broker.example' });
    const key = gnupg.armoredPrivate('private@broker.example');
    await refused(key, 'private@broker.example', 'E_SHARE_KEY_PRIVATE');
  });

  test('what is no key, not one key, or a key cut in two is unreadable', async () => {
    const [one, two] = ['one', 'two'].map((name) => gnupg.makeKey({ email: `${name}@broker.example` }));
    for (const key of [
      undefined,
      '',
      'ssh-ed25519 AAAA',
      one!.slice(0, 200),
      `${one}\n${two}`,
      'x'.repeat(100_000),
    ])
      await refused(key, 'one@broker.example', 'E_SHARE_KEY_UNREADABLE');
  });

  test('a name that leads out of the folder is refused', async () => {
    const key = gnupg.armored('good@broker.example');
    for (const name of ['../x', '.hidden', 'a/b', '', 'x'.repeat(200)])
      await expect(share(key, 'good@broker.example', name)).rejects.toMatchObject({
        code: 'E_INVALID_INPUT',
      });
  });
});
