import { execFileSync, spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { afterAll, beforeAll, expect, inject, test } from 'vitest';
import type { Console } from '../../../src/main/compose.ts';
import { asSuperuser } from '../../../src/sandbox/postgres/portal-cluster.ts';
import { startOffboarding } from '../../../src/shared/contract/offboard.contract.ts';
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
import { startCuttingProxy, type CuttingProxy, type Fate } from '../../helpers/cutting-proxy.ts';
import { haveSigned, openOffices } from '../../helpers/offices.ts';
import { billingCancelled, offboardingOf, receiptConfirmed } from '../../helpers/offboarding.ts';
import { plantValues, tenantOf, type Planted } from '../../helpers/planted-values.ts';
import { rowHashes } from '../../helpers/row-hashes.ts';
import { usePortal } from '../../helpers/sandbox.ts';

const portal = usePortal();
closeConsolesAfterAll();

let proxy: CuttingProxy;
let operator: Console;
let offices: readonly Console[];
let planted: Planted;
let others: string;
let run: RunView;
let begun: RunView | undefined;

beforeAll(async () => {
  proxy = await startCuttingProxy(portal().database);
  operator = await connectedConsole(portal(), { port: proxy.port });
  offices = await openOffices(operator);
  const tenantId = await tenantOf(portal());
  planted = await plantValues(portal(), tenantId);
  others = await rowHashes(portal(), tenantId);
});
afterAll(() => proxy.close());

const exportsFolder = () => join(operator.home, 'exports');
const exported = () => (existsSync(exportsFolder()) ? readdirSync(exportsFolder()) : []);

const superuser = (text: string) =>
  asSuperuser(inject('postgres'), portal().database.database, async (client) => {
    const { rows } = await client.query<Record<string, unknown>>(text);
    return rows;
  });

/** Does it to the console's server process as soon as that waits for a table that somebody else has locked. */
async function whileItReads(
  table: string,
  what: 'pg_cancel_backend' | 'pg_terminate_backend',
): Promise<void> {
  await asSuperuser(inject('postgres'), portal().database.database, async (client) => {
    await client.query(`begin; lock table ${table} in access exclusive mode`);
    for (let looks = 0; looks < 400; looks += 1) {
      const hit = await superuser(
        `select ${what}(pid) from pg_stat_activity where application_name = 'tenant-console' and wait_event_type = 'Lock'
         and datname = current_database() and query like '%record_send%'`,
      );
      if (hit.length > 0) return;
      await pause(25);
    }
    throw new Error('The export never came to the table.');
  });
}

const begin = async () => {
  const input = offboardingOf(await tenantOf(portal()));
  return operator.call(startOffboarding, { connection: HERE, input });
};

test.each([
  ['pg_cancel_backend', 'E_DB_TIMEOUT'],
  ['pg_terminate_backend', 'E_DB_CONNECTION_LOST'],
] as const)('an export whose snapshot ends by %s leaves no file and says so', async (what, code) => {
  const [stopped] = await Promise.all([
    begun === undefined ? begin() : resume(operator, begun),
    whileItReads('documents', what),
  ]);
  run = begun = stopped;
  expect(stoppedAt(run)).toBe(`pooled.export-tenant ${code}`);
  expect(exported()).toEqual([]);
});

test('a network that is cut between two rows leaves no file either', async () => {
  let rows = 0;
  proxy.decide = ({ direction, type }): Fate =>
    direction === 'to-client' && type === 'D' && (rows += 1) === 40 ? 'cut' : 'pass';
  run = await resume(operator, run);
  proxy.decide = () => 'pass';
  expect(stoppedAt(run)).toMatch(/^pooled\.\S+ E_DB_CONNECTION_LOST$/);
  expect(exported()).toEqual([]);
});

const small = () => spawnSync('mount', ['-t', 'tmpfs', '-o', 'size=16k,mode=711', 'tmpfs', exportsFolder()]);

test('a full disk stops the export with a code, and nothing half written stays', async ({ skip }) => {
  mkdirSync(exportsFolder(), { recursive: true });
  if (process.platform !== 'linux' || process.getuid?.() !== 0 || small().status !== 0)
    skip('a small disk can be mounted by root on Linux only');
  run = await resume(operator, run);
  const left = exported();
  execFileSync('umount', ['-l', exportsFolder()]);
  expect(stoppedAt(run)).toBe('pooled.export-tenant E_HOME_UNUSABLE');
  expect(left).toEqual([]);
});

test('and after all that the export is whole, proven against the database', async () => {
  run = await resume(operator, run);
  expect({ at: stoppedAt(run), asks: run.prompt?.stepId }).toEqual({
    at: 'nowhere',
    asks: 'pooled.confirm-receipt',
  });
  expect(exported()).toEqual([`${run.runId}.export.zip`]);
  expect(await planted.stillThere()).toBe(planted.count);
});

test('what was signed no longer counts when the plan has drifted since: here by another schema', async () => {
  run = await answer(operator, run, receiptConfirmed);
  await haveSigned(operator, offices, run.runId);
  await superuser('alter table members add column late_comer integer');
  run = await resume(operator, run);
  expect(stoppedAt(run)).toBe('two-person-approval E_APPROVAL_DIGEST');
  expect(await planted.stillThere()).toBe(planted.count);
  await superuser('alter table members drop column late_comer');
});

/** Loses the connection once, at what the server is told or at what it answers. */
function loseAt(text: string, when: 'sent' | 'answered'): void {
  let isSent = false;
  let isLost = false;
  proxy.decide = ({ direction, type, body }): Fate => {
    isSent ||= direction === 'to-server' && type === 'P' && body.includes(text);
    const now = when === 'sent' ? isSent : isSent && type === 'C' && body.includes('COMMIT');
    if (isLost || !now) return 'pass';
    isLost = true;
    return 'cut';
  };
}

test.each([
  ['while texts are scrubbed', 'update "public"."contributions"', 'sent', /E_DB_CONNECTION_LOST$/],
  ['while members are anonymised', 'update "public"."members"', 'sent', /E_DB_CONNECTION_LOST$/],
  [
    'when nobody knows whether a batch was committed',
    'update "public"."members"',
    'answered',
    /E_COMMIT_IN_DOUBT$/,
  ],
] as const)(
  'a network that is cut %s stops the run, and it goes on from there',
  async (_what, text, when, code) => {
    loseAt(text, when);
    run = await resume(operator, run);
    proxy.decide = () => 'pass';
    expect(stoppedAt(run)).toMatch(code);
  },
);

test('at the end everybody is gone, nobody else has lost a row, and the story names each stop', async () => {
  run = await resume(operator, run);
  expect({ at: stoppedAt(run), asks: run.prompt?.stepId }).toEqual({
    at: 'nowhere',
    asks: 'pooled.cancel-billing',
  });
  expect(await planted.stillThere()).toBe(0);
  expect(await rowHashes(portal(), run.tenantId)).toBe(others);
  run = await answer(operator, run, billingCancelled);
  expect(run.state).toBe('completed');
  expect(stepOf(await show(operator, run), 'pooled.anonymise-people').state).toBe('done');
});
