import { randomUUID } from 'node:crypto';
import { beforeAll, describe, expect, test } from 'vitest';
import { auditBroker } from '../../faults/audit.ts';
import { broker } from '../../faults/brokers.ts';
import { clean, isClean } from '../../faults/verdict.ts';
import { auditWorld, worldOf } from '../../faults/world.ts';
import { usePortal } from '../../helpers/sandbox.ts';

const portal = usePortal();
const of = broker(1);

/** A row as a run leaves it that was cut off where nobody looked. */
const stray = (change: object = {}) => ({
  ...{
    id: `usr_${randomUUID()}`,
    email: `${randomUUID()}@fault.example`,
    name: 'Stray',
    role: 'BrokerAdmin',
  },
  ...{ passwordHash: 'x', brokerId: of.tenantId, mustChangePassword: false },
  ...change,
});

describe('the audit of the fault harness', () => {
  let world: string;
  beforeAll(async () => {
    world = await worldOf(portal());
  });

  test('finds nothing where nothing is', async () => {
    expect(await auditBroker(portal(), of, 'rolled-back')).toEqual(clean);
    expect(await auditWorld(portal(), world)).toEqual(clean);
  });

  test('finds what is missing of a broker that is said to be complete', async () => {
    const { lies } = await auditBroker(portal(), of, 'completed');
    expect(lies.join()).toContain('0 brokers, not 1');
  });

  test('finds a row that a rollback has left', async () => {
    await portal()
      .db.insertInto('brokers')
      .values({
        ...{ id: of.tenantId, name: 'F', legalName: of.legalName, croNumber: of.croNumber, plan: 'standard' },
        ...{ contactName: 'F', contactEmail: of.contact.email, status: 'active', subdomain: null },
      })
      .execute();
    await portal().db.insertInto('users').values(stray()).execute();
    const { orphans } = await auditBroker(portal(), of, 'rolled-back');
    expect(orphans.join()).toContain('1 users, not 0');
  });

  test('finds what is there twice', async () => {
    await portal().db.insertInto('users').values(stray()).execute();
    const { doubles } = await auditBroker(portal(), of, 'completed');
    expect(doubles.join()).toContain('2 users, not 1');
  });

  test('finds users of a check, and a canary that has changed', async () => {
    await portal()
      .db.insertInto('users')
      .values(stray({ email: 'left@probe.invalid' }))
      .execute();
    expect(isClean(await auditWorld(portal(), world))).toBe(false);
    await portal()
      .db.insertInto('users')
      .values(stray({ brokerId: portal().canary.brokerId }))
      .execute();
    expect((await auditWorld(portal(), world)).orphans.join()).toContain('canary');
  });
});
