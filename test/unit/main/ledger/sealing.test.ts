import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import {
  newTenantKey,
  openDetails,
  sealDetails,
  unwrapTenantKey,
} from '../../../../src/main/ledger/sealing.ts';
import { Secret } from '../../../../src/shared/model/secret.ts';
import { SeededIds } from '../../../fakes/seeded-ids.ts';

const ids = new SeededIds();
const sealingKey = new Secret(ids.bytes(32));
const place = { log: 'pensions.example/tenant-console/desk-1', index: 7 };
const details = { contact: 'Aoife Ní Bhriain', email: 'aoife@broker.example' };
const flipped = (bytes: Uint8Array, at: number): Uint8Array =>
  bytes.map((byte, i) => (i === at ? byte ^ 1 : byte));

describe('sealed details', () => {
  const { key } = newTenantKey('tenant-1', sealingKey, ids);

  test('open to what was sealed, whatever it was', () => {
    fc.assert(
      fc.property(fc.dictionary(fc.string(), fc.jsonValue()), (any) => {
        const said = JSON.parse(JSON.stringify(any)) as typeof details;
        const { blob, sealed } = sealDetails(said, place, key, ids);
        expect(openDetails(blob, sealed, place, key)).toEqual(said);
      }),
    );
  });

  test('show nothing of what they hold', () => {
    const { blob, sealed } = sealDetails(details, place, key, ids);
    expect(Buffer.from(blob).includes('aoife')).toBe(false);
    expect(JSON.stringify(sealed)).toMatch(/^\{"commitment":"[0-9a-f]{64}","digest":"[0-9a-f]{64}"\}$/);
  });

  test('have another commitment each time, so that a guess cannot be tried against it', () => {
    const commitments = [1, 2].map(() => sealDetails(details, place, key, ids).sealed.commitment);
    expect(commitments[0]).not.toBe(commitments[1]);
  });

  test('do not open after any byte was changed', () => {
    const { blob, sealed } = sealDetails(details, place, key, ids);
    for (const at of blob.keys()) expect(openDetails(flipped(blob, at), sealed, place, key)).toBeUndefined();
    expect(openDetails(blob.subarray(0, 20), sealed, place, key)).toBeUndefined();
  });

  test('do not open in another place, for another commitment, or with another key', () => {
    const { blob, sealed } = sealDetails(details, place, key, ids);
    const stranger = newTenantKey('tenant-2', sealingKey, ids).key;
    expect(openDetails(blob, sealed, { ...place, index: 8 }, key)).toBeUndefined();
    expect(openDetails(blob, sealed, { ...place, log: 'other' }, key)).toBeUndefined();
    expect(openDetails(blob, { ...sealed, commitment: '0'.repeat(64) }, place, key)).toBeUndefined();
    expect(openDetails(blob, sealed, place, stranger)).toBeUndefined();
  });
});

describe('a wrapped tenant key', () => {
  const { key, wrapped } = newTenantKey('tenant-1', sealingKey, ids);

  test('comes out of its wrapping as it went in', () => {
    expect(unwrapTenantKey(wrapped, 'tenant-1', sealingKey)?.reveal()).toEqual(Buffer.from(key.reveal()));
  });

  test('does not come out for another tenant, with another sealing key, or after a change', () => {
    expect(unwrapTenantKey(wrapped, 'tenant-2', sealingKey)).toBeUndefined();
    expect(unwrapTenantKey(wrapped, 'tenant-1', new Secret(ids.bytes(32)))).toBeUndefined();
    for (const at of wrapped.keys()) {
      expect(unwrapTenantKey(flipped(wrapped, at), 'tenant-1', sealingKey)).toBeUndefined();
    }
  });
});
