import { beforeAll, describe, expect, inject, test } from 'vitest';
import type { Console } from '../../../src/main/compose.ts';
import {
  signApproval,
  exportApprovalRequest,
  importApproval,
} from '../../../src/shared/contract/approvals.contract.ts';
import { startOffboarding } from '../../../src/shared/contract/offboard.contract.ts';
import {
  exportRegister,
  holdTenant,
  listErasures,
  listRegister,
  releaseTenant,
  replayErasures,
  settleRetention,
  showRegister,
  startPurge,
  verifyRegister,
} from '../../../src/shared/contract/register.contract.ts';
import type { RunView } from '../../../src/shared/model/run.ts';
import { asSuperuser } from '../../../src/sandbox/postgres/portal-cluster.ts';
import { ManualClock } from '../../fakes/manual-clock.ts';
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
import { billingCancelled, offboardingOf, receiptConfirmed } from '../../helpers/offboarding.ts';
import { tenantOf } from '../../helpers/planted-values.ts';
import { rowHashes } from '../../helpers/row-hashes.ts';
import { usePortal } from '../../helpers/sandbox.ts';

const portal = usePortal();
closeConsolesAfterAll();

const DAY_MS = 86_400_000;
const clock = new ManualClock(new Date().toISOString());
let operator: Console;
let offices: readonly Console[];
let tenantId: string;
let run: RunView;

beforeAll(async () => {
  operator = await connectedConsole(portal(), {}, { clock });
  offices = await openOffices(operator);
  tenantId = await tenantOf(portal());
  run = await operator.call(startOffboarding, { connection: HERE, input: offboardingOf(tenantId) });
  run = await answer(operator, run, receiptConfirmed);
  await haveSigned(operator, offices, run.runId);
  run = await answer(operator, await resume(operator, run), billingCancelled);
});

const only = async (filter: Parameters<typeof listRegister.input.parse>[0] = {}) =>
  operator.call(listRegister, filter as Record<string, never>);

describe('the register', () => {
  test('tells of an off-boarding who signed, what went, what was proven and what is kept until when', async () => {
    expect(run.state).toBe('completed');
    const [record] = await only();
    expect(record).toMatchObject({
      tenantId,
      legalName: 'Leaving Brokers Ltd',
      state: 'completed',
      receivedOn: '2026-11-01',
      billing: billingCancelled,
      due: [],
    });
    expect(record?.approvals.map(({ offices: held }) => held).flat()).toEqual(['DPO', 'CISO']);
    expect(record?.erased?.rows).toBeGreaterThan(0);
    expect(record?.proof?.rows).toBeGreaterThan(record?.erased?.rows ?? 0);
    expect(record?.retention.map(({ item }) => item)).toEqual([
      'operational-logs',
      'security-events',
      'scheme-records',
    ]);
  });

  test('shows it as an entry of the Art. 30 register, without a person’s name but the DPO’s address', async () => {
    const { article30 } = await operator.call(showRegister, { runId: run.runId });
    const text = JSON.stringify(article30);
    expect(article30.map(({ field }) => field)).toEqual(
      expect.arrayContaining([
        'Controller',
        'Purposes of the processing',
        'Envisaged time limits for erasure',
      ]),
    );
    expect(text).toContain('dpo@office.example');
    expect(text).not.toContain('Ada Leaving');
  });

  test('proves it on the spot', async () => {
    const report = await operator.call(verifyRegister, { runId: run.runId });
    expect({ valid: report.valid, outcome: report.says?.outcome }).toEqual({
      valid: true,
      outcome: 'completed',
    });
  });

  test('goes out as CSV and as PDF, the same bytes each time', async () => {
    const csv = await operator.call(exportRegister, { format: 'csv' });
    const lines = Buffer.from(csv.content, 'base64').toString('utf8').split('\r\n');
    expect(lines[0]).toContain('Tenant,State,Opened');
    expect(lines[1]).toContain('Leaving Brokers Ltd');
    const [one, two] = [
      await operator.call(exportRegister, { format: 'pdf' }),
      await operator.call(exportRegister, { format: 'pdf' }),
    ];
    expect(Buffer.from(one.content, 'base64').subarray(0, 5).toString()).toBe('%PDF-');
    expect(two.content).toBe(one.content);
  });

  test('filters by name, by day and by what is due', async () => {
    expect(await only({ query: 'leaving' })).toHaveLength(1);
    expect(await only({ query: 'nobody' })).toEqual([]);
    expect(await only({ to: '2020-01-01' })).toEqual([]);
    expect(await only({ only: 'due' })).toEqual([]);
  });
});

describe('a backup that comes back', () => {
  const replay = () => operator.call(replayErasures, { connection: HERE });

  test('changes nothing while nobody is in it who was erased', async () => {
    expect(await replay()).toEqual([{ tenantId, offboarding: run.runId, outcome: 'gone' }]);
    expect((await operator.call(listErasures, {})).map((each) => each.tenantId)).toEqual([tenantId]);
  });

  test('has whoever it brought back erased again, and the register says so', async () => {
    const { db } = portal();
    await db.updateTable('users').set({ role: 'BrokerAdmin' }).where('brokerId', '=', tenantId).execute();
    await db
      .updateTable('employers')
      .set({ contactName: 'Brigid Back', contactEmail: 'brigid@back.example' })
      .where('brokerId', '=', tenantId)
      .execute();
    const [replayed] = await replay();
    expect(replayed).toMatchObject({ tenantId, outcome: 'erased', state: 'completed' });
    const names = await db
      .selectFrom('employers')
      .select('contactName')
      .where('brokerId', '=', tenantId)
      .execute();
    expect(names.every(({ contactName }) => contactName === null || contactName === '')).toBe(true);
    expect((await only())[0]?.erasedAgain).toHaveLength(1);
    expect(await replay()).toMatchObject([{ outcome: 'gone' }]);
  });
});

describe('what is kept', () => {
  test('is not purged before its day', async () => {
    await expect(operator.call(startPurge, { tenantId })).rejects.toMatchObject({
      code: 'E_RETENTION_RUNNING',
    });
  });

  test('falls due item by item; logs outside are vouched for', async () => {
    clock.advance(31 * DAY_MS);
    expect((await only({ only: 'due' }))[0]?.due).toEqual(['operational-logs']);
    const settled = await operator.call(settleRetention, {
      tenantId,
      item: 'operational-logs',
      reference: 'LOG-3',
    });
    expect(settled.due).toEqual([]);
    clock.advance(8 * 366 * DAY_MS);
    expect((await only({ only: 'due' }))[0]?.due).toEqual(['security-events', 'scheme-records']);
  });

  test('stays as long as somebody holds it, with a reason', async () => {
    const held = await operator.call(holdTenant, { tenantId, reason: 'Court case 12/2027' });
    expect({ due: held.due, reason: held.hold?.reason }).toEqual({ due: [], reason: 'Court case 12/2027' });
    await expect(operator.call(startPurge, { tenantId })).rejects.toMatchObject({ code: 'E_LEGAL_HOLD' });
    expect((await operator.call(releaseTenant, { tenantId, reason: 'Case closed' })).hold).toBeUndefined();
  });

  test('goes for good when CISO and Compliance Officer have signed, and nobody else loses a row', async () => {
    const before = await rowHashes(portal(), tenantId);
    let purge = await operator.call(startPurge, { tenantId });
    expect(purge.prompt?.stepId).toBe('two-person-approval');
    const { document } = await operator.call(exportApprovalRequest, { runId: purge.runId });
    await expect(offices[0]!.call(signApproval, { document })).rejects.toMatchObject({
      code: 'E_APPROVAL_OFFICE',
    });
    for (const office of offices.slice(1))
      await operator.call(importApproval, await office.call(signApproval, { document }));
    purge = await resume(operator, purge);
    expect(stoppedAt(purge)).toBe('pooled.purge-tenant E_PURGE_NOT_LENT');
    expect(await rowHashes(portal(), tenantId)).toBe(before);
    const { grants } = stepOf(purge, 'pooled.purge-tenant').details as { grants: string };
    await asSuperuser(inject('postgres'), portal().database.database, (client) => client.query(grants));
    purge = await resume(operator, purge);
    expect(purge.state).toBe('completed');
    expect(
      await portal().db.selectFrom('employers').select('id').where('brokerId', '=', tenantId).execute(),
    ).toEqual([]);
    expect(portal().blob.store.list(`${tenantId}/`)).toEqual([]);
    expect(await rowHashes(portal(), tenantId)).toBe(before);
    expect((await only())[0]).toMatchObject({ due: ['security-events'] });
    expect((await only())[0]?.purgedAt).toBeDefined();
  });
});
