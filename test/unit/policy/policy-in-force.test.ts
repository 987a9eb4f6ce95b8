import { expect, test } from 'vitest';
import { policyInForce } from '../../../src/main/policy/policy-in-force.ts';
import { LedgerHome } from '../../helpers/ledger-home.ts';
import { person } from '../../helpers/identities.ts';

test('the policy in force takes up what was appended since it was last asked, and reads nothing twice', async () => {
  using home = new LedgerHome();
  const ledger = await home.open();
  const read: unknown[] = [];
  const policy = policyInForce({
    size: () => ledger.size(),
    entries: (filter) => {
      read.push(filter?.from);
      return ledger.entries(filter);
    },
  });
  expect(policy()).toMatchObject({ version: 1, identities: [{ roles: ['superadmin'] }] });
  const { identity } = person('dpo', { roles: ['dpo'] });
  await ledger.append({ type: 'policy.granted', data: { ...identity } });
  expect(policy().identities).toContainEqual(identity);
  expect(policy()).toBe(policy());
  await ledger.append({ type: 'policy.revoked', data: { keyId: identity.keyId } });
  expect(policy()).toMatchObject({ version: 3, identities: [{ roles: ['superadmin'] }] });
  expect(read).toEqual([0, 1, 2]);
  await ledger.close();
});
