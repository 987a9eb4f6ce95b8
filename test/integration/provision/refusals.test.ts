import { beforeEach, describe, expect, inject, test } from 'vitest';
import { startNodeChild } from '../../../src/main/adapters/keychain/child.ts';
import type { Console } from '../../../src/main/compose.ts';
import { addConnection } from '../../../src/shared/contract/connections.contract.ts';
import {
  listRuns,
  previewProvisioning,
  resumeRun,
  rollbackRun,
} from '../../../src/shared/contract/runs.contract.ts';
import { Secret } from '../../../src/shared/model/secret.ts';
import { asSuperuser } from '../../../src/sandbox/postgres/portal-cluster.ts';
import { connectionTo } from '../../helpers/connections.ts';
import { newBroker } from '../../helpers/broker.ts';
import {
  answer,
  closeConsoles,
  confirm,
  connect,
  connectedConsole,
  HERE,
  newHome,
  openTestConsole,
  provision,
  resume,
  startRun,
  stepOf,
  stoppedAt,
} from '../../helpers/console.ts';
import { openPooled } from '../../helpers/pooled-database.ts';
import { usePortal, type TestPortal } from '../../helpers/sandbox.ts';
import { rowCounts, tenantRows } from './tenant-rows.ts';

closeConsoles();

/** Leads to the portal's database and to no portal, so that a run stops once the broker is there. */
const noPortal = ({ canary }: TestPortal) => ({
  portal: { url: 'http://127.0.0.1:1', canaryTenantId: canary.brokerId },
});

describe.each(['brokers-snake', 'bare-camel'] as const)(
  'a broker that exists already, on schema %s',
  (variant) => {
    const portal = usePortal({ variant });
    const first = newBroker();
    let console: Console;

    beforeEach(async () => {
      console = await connectedConsole(portal(), noPortal(portal()));
    });

    test('is refused by login, CRO number or name in any case, each named and none of the values told', async () => {
      const made = await provision(console, first);
      const before = await rowCounts(portal());
      const same = [
        ['email', { contact: { ...first.contact, email: first.contact.email.toUpperCase() } }],
        ['croNumber', { croNumber: first.croNumber }],
        ['legalName', { legalName: first.legalName.toUpperCase() }],
      ] as const;
      for (const [match, shared] of same) {
        const run = await provision(console, newBroker(shared));
        expect(stoppedAt(run)).toBe('pooled.look-for-duplicates E_DUPLICATE_TENANT');
        expect(stepOf(run, 'pooled.look-for-duplicates').details).toEqual({
          matches: [match],
          tenants: [made.tenantId],
        });
      }
      expect(await rowCounts(portal())).toEqual(before);
    });

    test('is none any more once it was rolled back', async () => {
      const intake = newBroker();
      const run = await provision(console, intake);
      await console.call(rollbackRun, { runId: run.runId, reason: 'a wrong number' });
      const again = await provision(console, intake);
      expect(stepOf(again, 'pooled.create-tenant').state).toBe('done');
    });

    test('an id given beforehand that is taken is refused', async () => {
      const { tenantId } = await provision(console, newBroker());
      const before = await rowCounts(portal());
      const run = await provision(console, newBroker({ tenantId }));
      expect(stoppedAt(run)).toBe('pooled.reserve-broker-id E_TENANT_ID_TAKEN');
      expect(await rowCounts(portal())).toEqual(before);
    });
  },
);

describe('a run stops where it must, and nothing of the tenant is there', () => {
  const portal = usePortal();
  let console: Console;
  let before: Readonly<Record<string, number>>;
  beforeEach(async () => {
    console = await connectedConsole(portal(), noPortal(portal()));
    before = await rowCounts(portal());
  });

  test('a checklist with an open mandatory item names it, and goes on when it is complete', async () => {
    const { checklist, ...rest } = newBroker();
    const { 'dpa-signed': dpa, ...open } = checklist;
    const stopped = await answer(console, await startRun(console, { ...rest, checklist: open }), {
      items: open,
    });
    expect(stoppedAt(stopped)).toBe('attest-checklist E_CHECKLIST_INCOMPLETE');
    expect(stepOf(stopped, 'attest-checklist').details).toEqual({ missing: ['dpa-signed'] });
    const waiting = await resume(console, stopped);
    expect(waiting.prompt?.stepId).toBe('attest-checklist');
    const attested = await answer(console, waiting, {
      items: { ...open, 'dpa-signed': { ...dpa, done: true } },
    });
    expect(stepOf(attested, 'attest-checklist').receipt).toMatchObject({ open: ['white-label-noted'] });
    expect(await rowCounts(portal())).toEqual(before);
  });

  test('an item that is there but not done is open all the same', async () => {
    const { checklist, ...rest } = newBroker();
    const items = { ...checklist, 'dpa-signed': { ...checklist['dpa-signed'], done: false } };
    const stopped = await answer(console, await startRun(console, { ...rest, checklist: items }), { items });
    expect(stoppedAt(stopped)).toBe('attest-checklist E_CHECKLIST_INCOMPLETE');
  });

  test('a plan that is not the one that was read is drift, and the new one can be approved', async () => {
    const run = await provision(console, newBroker(), 'approve-plan');
    await portal().db.schema.alterTable('employers').addColumn('remark', 'text').execute();
    const drifted = await confirm(console, run);
    expect(stoppedAt(drifted)).toBe('approve-plan E_PLAN_DRIFT');
    expect(await rowCounts(portal())).toEqual(before);
    const asked = await resume(console, drifted);
    expect(asked.prompt?.defaults).not.toEqual(run.prompt?.defaults);
    const approved = await answer(console, asked, asked.prompt?.defaults ?? {});
    expect(stepOf(approved, 'pooled.create-tenant').state).toBe('done');
    await portal().db.schema.alterTable('employers').dropColumn('remark').execute();
  });

  test('a rival that comes between reading the plan and approving it is drift, and then a duplicate', async () => {
    const rival = await connectedConsole(portal(), noPortal(portal()));
    const intake = newBroker();
    const run = await provision(console, intake, 'approve-plan');
    await provision(rival, intake);
    expect(stoppedAt(await confirm(console, run))).toBe('approve-plan E_PLAN_DRIFT');
    const asked = await resume(console, run);
    const approved = await answer(console, asked, asked.prompt?.defaults ?? {});
    expect(stoppedAt(approved)).toBe('pooled.create-tenant E_DUPLICATE_TENANT');
    expect((await tenantRows(portal(), run.tenantId)).users).toEqual([]);
  });

  test('without a canary nothing is proven, so nothing is handed over', async () => {
    const { url } = portal().portal;
    for (const canary of [{}, { canaryTenantId: 'brk_nobody' }]) {
      await connect(console, portal(), { portal: { url, ...canary } });
      const run = await provision(console, newBroker());
      expect(stoppedAt(run)).toBe('pooled.probe-isolation E_CANARY_MISSING');
      expect(stepOf(run, 'pooled.hand-over').state).toBe('not-run');
      expect(await console.call(rollbackRun, { runId: run.runId, reason: 'no canary' })).toMatchObject({
        state: 'rolled-back',
      });
    }
  });

  test('an answer that nobody waits for is refused, and changes nothing', async () => {
    const run = await startRun(console, newBroker());
    for (const stepId of ['pooled.hand-over', 'nonsense', 'pooled.create-tenant']) {
      const early = console.call(resumeRun, { runId: run.runId, answer: { stepId, value: {} } });
      await expect(early).rejects.toMatchObject({ code: 'E_ANSWER_NOT_AWAITED' });
    }
  });

  test('a preview opens no run, writes nothing, and is the same plan each time but for the id', async () => {
    const intake = newBroker({ tenantId: 'brk_preview' });
    const preview = () => console.call(previewProvisioning, { connection: HERE, intake });
    const [one, two] = [await preview(), await preview()];
    expect({ ...one.plan, inputCommitment: '' }).toEqual({ ...two.plan, inputCommitment: '' });
    expect(one.plan.blastRadius).toContainEqual({ object: 'users', verb: 'insert', count: 1 });
    expect(JSON.stringify(one)).not.toContain(intake.contact.email);
    expect(await console.call(listRuns, {})).toEqual([]);
    expect(await rowCounts(portal())).toEqual(before);
  });
});

describe('production', () => {
  const portal = usePortal();

  /** A console whose secrets rest in a passphrase vault, on a database that says it is production. */
  async function productionConsole(): Promise<Console> {
    const { database } = portal().database;
    await asSuperuser(inject('postgres'), database, async (client) => {
      await client.query(
        `comment on database ${client.escapeIdentifier(database)} is 'environment=production'`,
      );
    });
    const console = await openTestConsole({
      home: newHome('none'),
      passphrase: new Secret('correct horse battery staple'),
      allowThrowAway: false,
      startChild: (file) => startNodeChild(file, { PATH: process.env['PATH'] }),
    });
    await connect(console, portal(), { ...noPortal(portal()), environment: 'production' });
    return console;
  }

  test('refuses a throw-away keychain before anything is kept', async () => {
    const console = await openTestConsole();
    const { consolePassword: password } = portal().database;
    const connection = connectionTo(portal(), { environment: 'production' });
    const added = console.call(addConnection, { connection, password });
    await expect(added).rejects.toMatchObject({ code: 'E_KEYCHAIN_THROW_AWAY' });
  });

  test('proposes no approval: the legal name has to be typed as it stands in the plan', async () => {
    const console = await productionConsole();
    const intake = newBroker();
    const before = await rowCounts(portal());
    const run = await provision(console, intake, 'approve-plan');
    expect(run.prompt?.defaults).toBeUndefined();
    const { digest } = run.prompt?.data as { digest: string };
    for (const typed of [{}, { confirmName: intake.legalName.toLowerCase() }]) {
      const refused = await answer(console, run, { digest, ...typed });
      expect(stoppedAt(refused)).toBe('approve-plan E_CONFIRMATION_MISMATCH');
    }
    expect(await rowCounts(portal())).toEqual(before);
    const approved = await answer(console, run, { digest, confirmName: intake.legalName });
    expect(stepOf(approved, 'pooled.create-tenant').state).toBe('done');
  });

  test('runs nothing while its role still has what a purge was lent, and goes on once that is taken back', async () => {
    const console = await productionConsole();
    const database = await openPooled(portal());
    const { lent, grants } = (await database.examine()).role;
    await database.close();
    const asOwner = (text: string) =>
      asSuperuser(inject('postgres'), portal().database.database, (client) => client.query(text));
    await asOwner(lent.grants);
    const run = await provision(console, newBroker(), 'approve-plan');
    expect(stoppedAt(run)).toBe('prove-environment E_ROLE_ON_LOAN');
    await asOwner(grants);
    expect((await resume(console, run)).prompt?.stepId).toBe('approve-plan');
  });
});
