import { describe, expect, it } from 'vitest';
import { foldPolicy } from '../../../src/main/policy/fold-policy.ts';
import { readPolicyDocument, writePolicyDocument } from '../../../src/main/policy/policy-document.ts';
import type { JsonObject } from '../../../src/shared/model/json.ts';
import type { LedgerEntry } from '../../../src/shared/model/ledger-entry.ts';
import { person, type Person } from '../../helpers/identities.ts';

const root = person('root', { roles: ['superadmin'] });
const dpo = person('dpo', { roles: ['dpo'], offices: ['DPO'] });
const stranger = person('stranger', { roles: ['superadmin'] });

let index = 0;
const entry = (type: string, actor: Person, data: JsonObject): LedgerEntry => ({
  index: index++,
  type,
  time: '2026-01-05T09:00:00.000Z',
  actor: actor.key.keyId,
  data,
  leafHash: '',
});

const genesis = entry('identity.created', root, {
  keyId: root.identity.keyId,
  publicKey: root.identity.publicKey,
});
const grant = (actor: Person, { identity }: Person) => entry('policy.granted', actor, { ...identity });
const keyIds = (...entries: readonly LedgerEntry[]) =>
  foldPolicy(entries).identities.map(({ keyId }) => keyId);

describe('the policy', () => {
  it('begins with the key that began the log as superadmin', () => {
    expect(foldPolicy([genesis]).identities).toMatchObject([
      { keyId: root.key.keyId, roles: ['superadmin'] },
    ]);
  });

  it('is changed by a superadmin', () => {
    expect(keyIds(genesis, grant(root, dpo))).toContain(dpo.key.keyId);
    const revoked = entry('policy.revoked', root, { keyId: dpo.key.keyId });
    expect(keyIds(genesis, grant(root, dpo), revoked)).not.toContain(dpo.key.keyId);
  });

  it('is not changed by anybody else', () => {
    expect(keyIds(genesis, grant(root, dpo), grant(dpo, stranger))).not.toContain(stranger.key.keyId);
  });

  it('is taken over from a colleague once, and then only from a superadmin in force', () => {
    const colleagues = writePolicyDocument([stranger.identity, dpo.identity], stranger.key);
    const takeOver = entry('policy.imported', root, { document: colleagues });
    expect(keyIds(genesis, takeOver)).toEqual([stranger.key.keyId, dpo.key.keyId]);
    const ours = writePolicyDocument([root.identity], root.key);
    expect(keyIds(genesis, takeOver, entry('policy.imported', root, { document: ours }))).not.toContain(
      root.key.keyId,
    );
  });
});

describe('a policy document', () => {
  it('is read back as it was written', () => {
    const read = readPolicyDocument(writePolicyDocument([root.identity, dpo.identity], root.key));
    expect(read).toEqual({ signer: root.key.keyId, identities: [root.identity, dpo.identity] });
  });

  it.each([
    ['signed by somebody it does not name', writePolicyDocument([root.identity], stranger.key)],
    [
      'signed by somebody who is no superadmin in it',
      writePolicyDocument([root.identity, dpo.identity], dpo.key),
    ],
    [
      'naming a key under the id of another',
      writePolicyDocument([root.identity, { ...dpo.identity, keyId: stranger.key.keyId }], root.key),
    ],
    ['that is no envelope', '{}'],
  ])('is not trusted when it is %s', (_what, document) => {
    expect(readPolicyDocument(document)).toBeUndefined();
  });
});
