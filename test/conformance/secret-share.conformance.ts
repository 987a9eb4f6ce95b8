import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { SecretShare, ShareRequest } from '../../src/main/ports/secret-share.port.ts';
import { Secret } from '../../src/shared/model/secret.ts';

export type ShareUnderTest = {
  readonly share: SecretShare;
  /** The recipient, with what their channel needs of them. */
  readonly recipient: Pick<ShareRequest, 'recipient' | 'openpgpKey'>;
  /** The secrets that lie in the channel, as their recipients would read them. `undefined`: the channel keeps none. */
  secrets(): Promise<readonly string[]> | undefined;
  close(): Promise<void>;
};

/** What every secure channel promises. */
export function secretShareConformance(name: string, start: () => Promise<ShareUnderTest>): void {
  describe(`secret share: ${name}`, () => {
    let subject: ShareUnderTest;
    const request = (key: string): ShareRequest => ({
      key,
      label: 'Your temporary password',
      expiresAt: new Date(Date.now() + 86_400_000),
      ...subject.recipient,
    });
    const secret = (text: string) => new Secret(text);

    beforeAll(async () => {
      subject = await start();
    });
    afterAll(() => subject.close());

    test('is available', async () => {
      expect(await subject.share.available()).toEqual({ ok: true });
    });

    test('what is shared reaches the channel to the letter, and the receipt tells nothing of it', async () => {
      const value = 'canary "quoted" \\ ü 🔑 $HOME `id`';
      const { receipt, link } = await subject.share.share(secret(value), request('run-1.letter'));
      expect((await subject.secrets()) ?? [value]).toContain(value);
      expect(receipt.channel).toBe(subject.share.channel);
      expect(receipt.reference).not.toBe('');
      const told = JSON.stringify({ receipt, link });
      expect(told).not.toContain('canary');
      expect(told).not.toContain('broker.example');
      expect(told).not.toContain('https:');
    });

    test('sharing again under a key replaces what was there', async () => {
      await subject.share.share(secret('first'), request('run-1.twice'));
      await subject.share.share(secret('second'), request('run-1.twice'));
      const secrets = await subject.secrets();
      expect(secrets ?? ['second']).toContain('second');
      expect(secrets ?? []).not.toContain('first');
    });

    test('withdrawing removes what lies under the key and nothing else, and may be done twice', async () => {
      const kept = (await subject.secrets()) === undefined ? 0 : 1;
      await subject.share.share(secret('stays'), request('run-1.stays'));
      await subject.share.share(secret('goes'), request('run-1.goes'));
      expect(await subject.share.withdraw('run-1.goes')).toBe(kept);
      expect(await subject.share.withdraw('run-1.goes')).toBe(0);
      const secrets = await subject.secrets();
      expect(secrets ?? ['stays']).toContain('stays');
      expect(secrets ?? []).not.toContain('goes');
    });

    test('a key that was never used has nothing to withdraw', async () => {
      expect(await subject.share.withdraw('never-used')).toBe(0);
    });
  });
}
