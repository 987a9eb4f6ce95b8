import { describe, expect, test } from 'vitest';
import type { Console } from '../../../src/main/compose.ts';
import { startOffboarding } from '../../../src/shared/contract/offboard.contract.ts';
import { schemaVariants } from '../../../src/shared/model/schema-variant.ts';
import {
  answer,
  closeConsolesAfterAll,
  connectedConsole,
  HERE,
  resume,
  stepOf,
  stoppedAt,
} from '../../helpers/console.ts';
import { haveSigned, openOffices } from '../../helpers/offices.ts';
import { offboardingOf, receiptConfirmed } from '../../helpers/offboarding.ts';
import { plantValues, tenantOf } from '../../helpers/planted-values.ts';
import { rowHashes } from '../../helpers/row-hashes.ts';
import { usePortal } from '../../helpers/sandbox.ts';

closeConsolesAfterAll();

// The usual reading is told step by step beside this file.
const others = schemaVariants.filter((variant) => variant !== 'brokers-snake');

describe.each(others)('a broker that leaves a %s schema', (variant) => {
  const portal = usePortal({ variant });

  test('is exported, loses its people everywhere, and nobody else loses anything', async () => {
    const operator: Console = await connectedConsole(portal());
    const offices = await openOffices(operator);
    const tenantId = await tenantOf(portal());
    const planted = await plantValues(portal(), tenantId);
    const before = await rowHashes(portal(), tenantId);
    const input = offboardingOf(tenantId);
    let run = await operator.call(startOffboarding, { connection: HERE, input });
    run = await answer(operator, run, receiptConfirmed);
    await haveSigned(operator, offices, run.runId);
    run = await resume(operator, run);
    expect({ at: stoppedAt(run), asks: run.prompt?.stepId }).toEqual({
      at: 'nowhere',
      asks: 'pooled.cancel-billing',
    });
    expect(await planted.stillThere()).toBe(0);
    expect(await rowHashes(portal(), tenantId)).toBe(before);
    expect(stepOf(run, 'pooled.find-residue').state).toBe('done');
    const roles = await portal()
      .db.selectFrom('users')
      .select('role')
      .distinct()
      .where('brokerId', '=', tenantId)
      .execute();
    expect(roles).toEqual([{ role: 'Disabled' }]);
    const members = await portal()
      .db.selectFrom('members')
      .innerJoin('employers', 'employers.id', 'members.employerId')
      .select(['members.firstName', 'members.ppsNumber'])
      .where('employers.brokerId', '=', tenantId)
      .execute();
    expect(members.length).toBeGreaterThan(0);
    expect(members.filter(({ firstName, ppsNumber }) => Boolean(firstName) || ppsNumber !== null)).toEqual(
      [],
    );
  });
});
