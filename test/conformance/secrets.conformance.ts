import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import type { SecretStore } from '../../src/main/ports/secrets.port.ts';
import { Secret } from '../../src/shared/model/secret.ts';

export type SecretsUnderTest = {
  readonly store: SecretStore;
  /** Deletes as somebody else would, in the store's own way. */
  readonly deleteOutside: (name: string) => Promise<void>;
  /** Makes every further call fail so; each of the ways that this store knows. */
  readonly troubles: Readonly<Record<string, () => void>>;
  readonly refuse?: () => void;
  readonly recover: () => void;
  readonly close: () => Promise<void>;
};

/** What every secret store promises, whatever stands behind it. */
export function secretsConformance(
  name: string,
  start: () => Promise<SecretsUnderTest>,
  troubles: readonly string[],
) {
  describe(`secret store: ${name}`, () => {
    let subject: SecretsUnderTest;
    const url = new Secret('postgres://role:p%40ss@127.0.0.1:5432/tenant_acme');

    beforeAll(async () => {
      subject = await start();
    });
    beforeEach(() => subject.recover());
    afterAll(() => subject.close());

    test('a name that was never used holds nothing', async () => {
      expect(await subject.store.get('never-used')).toBeUndefined();
      expect(await subject.store.remove('never-used', 'run_1')).toBe(false);
    });

    test('what was stored is read to the letter, with the run that stored it', async () => {
      await subject.store.create('tenant-db-read', url, 'run_1');
      const found = await subject.store.get('tenant-db-read');
      expect([found?.value.reveal(), found?.madeBy]).toEqual([url.reveal(), 'run_1']);
    });

    test('a name that is taken is not written over', async () => {
      await subject.store.create('tenant-db-taken', url, 'run_1');
      const second = subject.store.create('tenant-db-taken', new Secret('other'), 'run_2');
      await expect(second).rejects.toMatchObject({ code: 'E_SECRET_TAKEN' });
      expect((await subject.store.get('tenant-db-taken'))?.value.reveal()).toBe(url.reveal());
    });

    test('only the run that stored it removes it, and the name is free again', async () => {
      await subject.store.create('tenant-db-removed', url, 'run_1');
      expect(await subject.store.remove('tenant-db-removed', 'run_2')).toBe(false);
      expect(await subject.store.remove('tenant-db-removed', 'run_1')).toBe(true);
      expect(await subject.store.get('tenant-db-removed')).toBeUndefined();
      await subject.store.create('tenant-db-removed', new Secret('again'), 'run_3');
      expect((await subject.store.get('tenant-db-removed'))?.madeBy).toBe('run_3');
    });

    test('a secret that somebody else deleted is not there, and its name can be used', async () => {
      await subject.store.create('tenant-db-gone', url, 'run_1');
      await subject.deleteOutside('tenant-db-gone');
      expect(await subject.store.get('tenant-db-gone')).toBeUndefined();
      await subject.store.create('tenant-db-gone', new Secret('new'), 'run_2');
      expect((await subject.store.get('tenant-db-gone'))?.value.reveal()).toBe('new');
    });

    test.each(troubles)('a store that is %s is unavailable, whatever is asked', async (trouble) => {
      subject.troubles[trouble]!();
      const { store } = subject;
      const all = [store.get('a'), store.create('a', url, 'run_1'), store.remove('a', 'run_1')];
      for (const one of await Promise.allSettled(all))
        expect(one).toMatchObject({ reason: { code: 'PROVISIONING_UNAVAILABLE' } });
    });

    test('a store that refuses says so', async ({ skip }) => {
      skip(subject.refuse === undefined, 'this store has no rights to refuse by');
      subject.refuse?.();
      await expect(subject.store.get('a')).rejects.toMatchObject({ code: 'E_SECRET_DENIED' });
    });
  });
}
