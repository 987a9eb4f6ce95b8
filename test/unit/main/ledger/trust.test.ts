import { describe, expect, test } from 'vitest';
import { signingKeyOf } from '../../../../src/main/ledger/signing-key.ts';
import { foldTrust, identityData, keyRingOf } from '../../../../src/main/ledger/trust.ts';
import { Secret } from '../../../../src/shared/model/secret.ts';

const [root, second, stranger] = [1, 2, 3].map((fill) => signingKeyOf(new Secret(Buffer.alloc(32, fill))));
const created = (index: number, actor: string, key: NonNullable<typeof root>) => ({
  index,
  actor,
  data: identityData(key),
});
const idsOf = (entries: Parameters<typeof foldTrust>[1]) =>
  foldTrust(root!.keyId, entries).map(({ keyId, from }) => [keyId, from]);

describe('which keys may sign', () => {
  const genesis = created(0, root!.keyId, root!);

  test('begins with the key of the keychain, from its own entry on', () => {
    expect(idsOf([genesis])).toEqual([[root!.keyId, 0]]);
    expect(idsOf([created(0, stranger!.keyId, stranger!)])).toEqual([]);
  });

  test('grows by a key that a trusted one vouches for, from the next entry on', () => {
    const entries = [genesis, created(4, root!.keyId, second!)];
    expect(idsOf(entries)).toEqual([
      [root!.keyId, 0],
      [second!.keyId, 5],
    ]);
    const ring = keyRingOf(foldTrust(root!.keyId, entries));
    expect(ring(second!.keyId, 4)).toBeUndefined();
    expect(ring(second!.keyId, 5)).toBeDefined();
    expect(ring(root!.keyId, 9)).toBeDefined();
  });

  test('does not grow by a key that vouches for itself, or is vouched for by a stranger', () => {
    expect(idsOf([genesis, created(1, stranger!.keyId, stranger!)])).toEqual([[root!.keyId, 0]]);
    expect(idsOf([genesis, created(1, stranger!.keyId, second!)])).toEqual([[root!.keyId, 0]]);
  });

  test('is not changed by naming a key again, or one whose id is not its own', () => {
    expect(idsOf([genesis, created(3, root!.keyId, root!)])).toEqual([[root!.keyId, 0]]);
    const forged = {
      ...created(1, root!.keyId, stranger!),
      data: { ...identityData(stranger!), keyId: second!.keyId },
    };
    expect(idsOf([genesis, forged, { index: 2, actor: root!.keyId, data: {} }])).toEqual([[root!.keyId, 0]]);
  });
});
