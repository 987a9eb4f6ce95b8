import { expect, test } from 'vitest';
import { growMembers } from '../../bench/large-tenant.ts';
import { proveGate } from '../../helpers/gate.ts';
import { tenantOf } from '../../helpers/planted-values.ts';
import { usePortal } from '../../helpers/sandbox.ts';

const portal = usePortal();

// `npm run bench -- gate` does the same with 200,000 members and 5,000 values.
test('the gate finds every planted value before the erasure, however it is written, and none after it', async () => {
  await growMembers(portal(), await tenantOf(portal()), 2_000);
  const { columns, ...proof } = await proveGate(portal(), 220);
  expect(proof).toMatchObject({
    planted: 220,
    recognised: 220,
    left: 0,
    stillThere: 0,
    othersUnchanged: true,
  });
  expect(columns).toHaveLength(7);
  expect(columns.filter(({ counted, planted }) => counted < planted)).toEqual([]);
});
