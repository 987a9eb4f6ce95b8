import { beforeAll, describe, expect, inject, test } from 'vitest';
import type { Console } from '../../../src/main/compose.ts';
import { pointers } from '../../../src/main/tenancy/pooled/statements/orphan.statements.ts';
import { asSuperuser } from '../../../src/sandbox/postgres/portal-cluster.ts';
import { previewRepair, scanOrphans, startRepair } from '../../../src/shared/contract/reconcile.contract.ts';
import { rollbackRun } from '../../../src/shared/contract/runs.contract.ts';
import type { InputOf } from '../../../src/shared/contract/call.ts';
import type { RunView } from '../../../src/shared/model/run.ts';
import { newBroker } from '../../helpers/broker.ts';
import {
  answer,
  closeConsolesAfterAll,
  connect,
  connectedConsole,
  HERE,
  provision,
  resume,
  stepOf,
  stoppedAt,
} from '../../helpers/console.ts';
import { haveSigned, openOffices } from '../../helpers/offices.ts';
import { usePortal, type TestPortal } from '../../helpers/sandbox.ts';
import { makeOrphans, takeAdminsAway } from './make-orphans.ts';

type Wish = Omit<InputOf<typeof startRepair>, 'connection'>;

/** Three of every kind, and what is right for each. */
const EACH = 3;

async function foundBy(console: Console): Promise<Readonly<Record<string, number>>> {
  const { kinds } = await console.call(scanOrphans, { connection: HERE });
  return Object.fromEntries(kinds.filter(({ found }) => found > 0).map(({ kind, found }) => [kind, found]));
}

closeConsolesAfterAll();

describe.each(['brokers-snake', 'bare-camel'] as const)('orphans on %s', (variant) => {
  const portal = usePortal({ variant, tenants: EACH + 1 });
  let console: Console;
  let offices: readonly Console[];

  beforeAll(async () => {
    const away = { portal: { url: 'http://127.0.0.1:1', canaryTenantId: portal().canary.brokerId } };
    console = await connectedConsole(portal(), away);
    offices = await openOffices(console);
  });

  const repair = (wish: Wish) => console.call(startRepair, { connection: HERE, ...wish });

  /** Lets another person sign, and goes on. */
  async function signed(run: RunView): Promise<RunView> {
    expect(run, stoppedAt(run)).toMatchObject({ prompt: { stepId: 'two-person-approval' } });
    await haveSigned(console, offices.slice(0, 1), run.runId);
    return resume(console, run);
  }

  const parentIn = async (table: string): Promise<string> => {
    const tables = {
      brokers: 'employers',
      employers: 'employers',
      schemes: 'schemes',
      members: 'members',
    } as const;
    const column = table === 'brokers' ? 'brokerId' : 'id';
    const row = await portal()
      .db.selectFrom(tables[table as keyof typeof tables])
      .select(column)
      .limit(1)
      .execute();
    return String((row[0] as Record<string, unknown>)[column]);
  };

  test('are all repaired, each kind in the way that it allows, after another person has signed', async () => {
    const planted = await makeOrphans(portal(), EACH);
    for (const kind of planted) {
      const { parent, table } = pointers.find((each) => each.kind === kind)!;
      const isDefault = table === 'emailTemplates' || table === 'complianceCalendar';
      const wish = isDefault || table === 'users' ? { kind } : { kind, to: await parentIn(parent) };
      const done = await signed(await repair(wish));
      expect(done.state, `${kind}: ${stoppedAt(done)}`).toBe('completed');
      expect(stepOf(done, 'pooled.repair-orphans').receipt).toMatchObject({ kind, rows: EACH });
    }
    expect(await foundBy(console)).toEqual({});
  });

  test('that are brokers get an administrator who can be handed over, or taken back', async () => {
    const brokers = await tenantsOf(portal());
    for (const id of brokers) await takeAdminsAway(portal(), id);
    expect(await foundBy(console)).toEqual({ 'brokers-without-admin': EACH });
    for (const [at, id] of brokers.entries()) {
      const admin = { name: 'Eve New', email: `eve.${at}@admin.example` };
      const run = await repair({ kind: 'brokers-without-admin', ids: [id], admin });
      expect(run, stoppedAt(run)).toMatchObject({ prompt: { stepId: 'pooled.hand-over-admin' } });
      if (at === 0)
        expect(await console.call(rollbackRun, { runId: run.runId, reason: 'wrong person' })).toMatchObject({
          state: 'rolled-back',
        });
      else
        expect(await answer(console, run, { channel: 'manual', note: 'read out' })).toMatchObject({
          state: 'completed',
        });
    }
    expect(await foundBy(console)).toEqual({ 'brokers-without-admin': 1 });
  });

  test('are planned before anything is done, and a plan changes nothing', async () => {
    const kind = 'schemes-without-employer';
    await makeOrphans(portal(), 1);
    const before = await foundBy(console);
    const preview = { connection: HERE, kind, repair: 'attach' as const, to: 'x' };
    const { plan } = await console.call(previewRepair, preview);
    expect(plan.blastRadius).toContainEqual({ object: kind, verb: 'update', count: 1 });
    expect(await foundBy(console)).toEqual(before);
  });

  test('that nobody can repair in this way stay: no such parent, no such repair, none of the kind', async () => {
    const kind = 'schemes-without-employer';
    const lost = await signed(await repair({ kind, to: '00000000-0000-4000-8000-00000000dead' }));
    expect(stoppedAt(lost)).toBe('pooled.repair-orphans E_ORPHANS_CHANGED');
    await expect(repair({ kind, repair: 'remove' })).rejects.toMatchObject({ code: 'E_REPAIR_NOT_OFFERED' });
    await expect(repair({ kind })).rejects.toMatchObject({ code: 'E_REPAIR_TARGET' });
    await expect(repair({ kind, ids: ['nobody'] })).rejects.toMatchObject({ code: 'E_NO_ORPHANS' });
    expect((await foundBy(console))[kind]).toBe(1);
  });
});

describe('orphans that this console made', () => {
  const portal = usePortal();

  test('are told by the audit trail and the ledger, and take nobody else’s signature', async () => {
    const console = await connectedConsole(portal());
    await connect(console, portal(), {
      portal: { url: 'http://127.0.0.1:1', canaryTenantId: portal().canary.brokerId },
    });
    const run = await provision(console, newBroker());
    await asSuperuser(inject('postgres'), portal().database.database, async (client) => {
      await client.query('set session_replication_role = replica');
      await client.query('delete from brokers where id = $1', [run.tenantId]);
    });
    const kind = 'email-templates-without-broker';
    const { kinds } = await console.call(scanOrphans, { connection: HERE });
    const [first] = kinds.find((each) => each.kind === kind)?.orphans ?? [];
    expect(first).toMatchObject({ repair: 'roll-back', story: { runId: run.runId } });
    const done = await console.call(startRepair, { connection: HERE, kind, repair: 'remove' });
    expect(done.state, stoppedAt(done)).toBe('completed');
    expect(stepOf(done, 'pooled.examine-orphans').receipt).toEqual({ orphans: 4, ours: 4 });
    const users = { connection: HERE, kind: 'users-without-broker', repair: 'quarantine' as const };
    expect(await console.call(startRepair, users)).toMatchObject({ state: 'completed' });
  });
});

/** All tenants but the canary. */
async function tenantsOf({ db, canary }: TestPortal): Promise<readonly string[]> {
  const rows = await db
    .selectFrom('users')
    .select('brokerId')
    .distinct()
    .where('role', '=', 'BrokerAdmin')
    .execute();
  return rows.map(({ brokerId }) => String(brokerId)).filter((id) => id !== canary.brokerId);
}
