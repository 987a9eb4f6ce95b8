import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { Keychain } from '../../src/main/ports/keychain.port.ts';
import { Secret } from '../../src/shared/model/secret.ts';

export type KeychainUnderTest = {
  /** Another opening of the same keychain, as another process would have it. */
  reopen(): Promise<Keychain>;
  close(): Promise<void>;
};

/** What every keychain promises, whatever stands behind it. */
export function keychainConformance(name: string, start: () => Promise<KeychainUnderTest>): void {
  describe(`keychain: ${name}`, () => {
    let subject: KeychainUnderTest;
    let keychain: Keychain;

    beforeAll(async () => {
      subject = await start();
      keychain = await subject.reopen();
    });
    afterAll(() => subject.close());

    test('a name that was never set has no secret', async () => {
      expect(await keychain.get('never set')).toBeUndefined();
      expect(await keychain.get('toString')).toBeUndefined();
    });

    test('what was set is read back to the letter, by whoever opens the keychain', async () => {
      const value = 'pässwörd "with" \\ every\n kind of 🔑 letter';
      await keychain.set('connection/production', new Secret(value));
      expect((await keychain.get('connection/production'))?.reveal()).toBe(value);
      expect((await (await subject.reopen()).get('connection/production'))?.reveal()).toBe(value);
    });

    test('a second set replaces the first', async () => {
      await keychain.set('replaced', new Secret('old'));
      await keychain.set('replaced', new Secret('new'));
      expect((await keychain.get('replaced'))?.reveal()).toBe('new');
    });

    test('an empty secret is a secret', async () => {
      await keychain.set('empty', new Secret(''));
      expect((await keychain.get('empty'))?.reveal()).toBe('');
    });

    test('names that an object already has are names like any other', async () => {
      await keychain.set('__proto__', new Secret('own'));
      expect((await keychain.get('__proto__'))?.reveal()).toBe('own');
      expect(await keychain.delete('constructor')).toBe(false);
    });

    test('a long secret fits: a signed checkpoint, a private key', async () => {
      const value = 'x'.repeat(2_000);
      await keychain.set('long', new Secret(value));
      expect((await keychain.get('long'))?.reveal()).toBe(value);
    });

    test('delete removes one secret, and says whether there was one', async () => {
      await keychain.set('kept', new Secret('k'));
      await keychain.set('removed', new Secret('r'));
      expect(await keychain.delete('removed')).toBe(true);
      expect(await keychain.delete('removed')).toBe(false);
      expect(await keychain.get('removed')).toBeUndefined();
      expect((await keychain.get('kept'))?.reveal()).toBe('k');
    });

    test('many writers at once lose nothing of each other', async () => {
      const others = await Promise.all([subject.reopen(), subject.reopen()]);
      const names = Array.from({ length: 12 }, (_, index) => `parallel/${index}`);
      await Promise.all(names.map((each, index) => others[index % 2]!.set(each, new Secret(each))));
      for (const each of names) expect((await keychain.get(each))?.reveal()).toBe(each);
    });
  });
}
