import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { beforeAll, describe, expect, test } from 'vitest';
import type { Console } from '../../../src/main/compose.ts';
import { manifest as manifestShape, type Manifest } from '../../../src/main/privacy/export/manifest.ts';
import { startOffboarding } from '../../../src/shared/contract/offboard.contract.ts';
import { planRollback } from '../../../src/shared/contract/runs.contract.ts';
import { scanOrphans } from '../../../src/shared/contract/reconcile.contract.ts';
import type { RunView } from '../../../src/shared/model/run.ts';
import {
  answer,
  closeConsolesAfterAll,
  connectedConsole,
  HERE,
  resume,
  show,
  stepOf,
  stoppedAt,
} from '../../helpers/console.ts';
import { haveSigned, openOffices } from '../../helpers/offices.ts';
import { billingCancelled, offboardingOf, receiptConfirmed } from '../../helpers/offboarding.ts';
import { plantValues, tenantOf, type Planted } from '../../helpers/planted-values.ts';
import { rowHashes } from '../../helpers/row-hashes.ts';
import { usePortal } from '../../helpers/sandbox.ts';
import { unpack } from '../../helpers/unpack.ts';

const portal = usePortal();
closeConsolesAfterAll();

let operator: Console;
let offices: readonly Console[];
let tenantId: string;
let planted: Planted;
let others: string;

beforeAll(async () => {
  operator = await connectedConsole(portal());
  offices = await openOffices(operator);
  tenantId = await tenantOf(portal());
  planted = await plantValues(portal(), tenantId);
  others = await rowHashes(portal(), tenantId);
});

const input = () => offboardingOf(tenantId);

describe('a broker that leaves', () => {
  let run: RunView;
  let manifest: Manifest;
  let texts: Map<string, string>;

  test('a column that nobody has classified stops the run before anything is read', async () => {
    await portal().db.schema.alterTable('members').addColumn('nick_name', 'text').execute();
    const stopped = await operator.call(startOffboarding, { connection: HERE, input: input() });
    expect(stoppedAt(stopped)).toBe('pooled.classify-columns E_CLASSIFICATION_UNKNOWN_COLUMN');
    expect(stepOf(stopped, 'pooled.classify-columns').details).toEqual({
      columns: ['members.nick_name (text)'],
    });
    await portal().db.schema.alterTable('members').dropColumn('nick_name').execute();
  });

  test('gets its data, complete by the database’s own count and digest', async () => {
    run = await operator.call(startOffboarding, { connection: HERE, input: input() });
    expect({ at: stoppedAt(run), asks: run.prompt?.stepId }).toEqual({
      at: 'nowhere',
      asks: 'pooled.confirm-receipt',
    });
    texts = await unpack(join(operator.home, 'exports', `${run.runId}.export.zip`));
    manifest = manifestShape.parse(JSON.parse(texts.get('manifest.json') ?? ''));
    expect(manifest.tables.find(({ name }) => name === 'members')?.rows).toBeGreaterThan(0);
    expect(texts.get('index.html')).toContain('Leaving Brokers Ltd');
    const stored = portal().blob.store.list(`${tenantId}/`);
    expect(manifest.files.map(({ path }) => path).toSorted()).toEqual(
      stored.map(({ pathname }) => `files/${pathname}`).toSorted(),
    );
    expect(stored.length).toBeGreaterThan(planted.files.removed.length + planted.files.kept.length);
    expect([...texts.values()].join('')).not.toContain('$argon2id$');
  });

  test('and every planted value is in what it gets', () => {
    const all = [...texts.values()].join('\n');
    expect(planted.plain.filter((value) => !all.includes(value))).toEqual([]);
  });

  test('keeps everything until two other people have signed', async () => {
    run = await answer(operator, run, receiptConfirmed);
    expect(run.prompt?.stepId).toBe('two-person-approval');
    await expect(answer(operator, run, {})).rejects.toMatchObject({ code: 'E_APPROVAL_MISSING' });
    run = await show(operator, run);
    expect(run.state).toBe('waiting');
    expect(await planted.stillThere()).toBe(planted.count);
  });

  test('then loses its people: access, names, numbers, and what is said of them anywhere', async () => {
    run = await resume(operator, run);
    await haveSigned(operator, offices, run.runId);
    run = await resume(operator, run);
    expect({ at: stoppedAt(run), asks: run.prompt?.stepId }).toEqual({
      at: 'nowhere',
      asks: 'pooled.cancel-billing',
    });
    expect(await planted.stillThere()).toBe(0);
    const { receipt: disabled } = stepOf(run, 'pooled.disable-users');
    expect(disabled).toMatchObject({ refusedWith: expect.any(Number) as number });
    const roles = await portal()
      .db.selectFrom('users')
      .select('role')
      .distinct()
      .where('brokerId', '=', tenantId)
      .execute();
    expect(roles).toEqual([{ role: 'Disabled' }]);
  });

  test('its files are gone but for statutory documents, and those name nobody any more', async () => {
    const left = portal().blob.store.list(`${tenantId}/`);
    const { receipt: files } = stepOf(run, 'pooled.remove-files');
    expect(files).toMatchObject({ listed: left.length, removed: 3, renamed: 1 });
    const paths = left.map(({ pathname }) => pathname);
    expect(paths.every((path) => path.includes('/trust-deed/'))).toBe(true);
    expect([...planted.files.removed, ...planted.files.kept].filter((path) => paths.includes(path))).toEqual(
      [],
    );
    const rows = await portal().db.selectFrom('documents').select(['blobPath']).execute();
    expect(paths.filter((path) => !rows.some(({ blobPath }) => blobPath === path))).toEqual([]);
  });

  test('the gate has read every table and found nothing', () => {
    const found = stepOf(run, 'pooled.find-residue').receipt as {
      tables: { name: string; rows: number; found: number }[];
    };
    expect(found.tables.map(({ name }) => name)).toEqual(
      expect.arrayContaining(['members', 'audit_logs', 'documents']),
    );
    expect(found.tables.every((table) => table.found === 0)).toBe(true);
    expect(existsSync(join(operator.home, 'exports', `${run.runId}.values`))).toBe(false);
  });

  test('keeps its rows and its schemes’ records', async () => {
    const count = async (table: 'members' | 'contributions' | 'schemes') =>
      (await portal().db.selectFrom(table).select('id').execute()).length;
    expect(await count('members')).toBeGreaterThanOrEqual(
      manifest.tables.find(({ name }) => name === 'members')?.rows ?? 1,
    );
    expect(await count('contributions')).toBeGreaterThan(0);
  });

  test('while not one row of any other tenant has changed', async () => {
    expect(await rowHashes(portal(), tenantId)).toBe(others);
  });

  test('the DPO is told, and billing ends with a reference', async () => {
    expect(portal().mail.list().at(-1)).toMatchObject({ to: ['dpo@office.example'] });
    run = await answer(operator, run, billingCancelled);
    expect(run.state).toBe('completed');
  });

  test('and is not to be rolled back any more: what is kept, the law keeps', async () => {
    const plan = await operator.call(planRollback, { runId: run.runId });
    expect(plan).toMatchObject({
      advice: 'nothing-to-do',
      because: expect.stringContaining('law') as string,
    });
  });

  test('and is no orphan, though nobody administers it any more', async () => {
    const { kinds } = await operator.call(scanOrphans, { connection: HERE });
    expect(kinds.find(({ kind }) => kind === 'brokers-without-admin')?.orphans).toEqual([]);
  });
});
