import { existsSync } from 'node:fs';
import { cp, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import pg from 'pg';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { Console } from '../../../src/main/compose.ts';
import type { WebHost } from '../../../src/main/hosts/web/web-host.ts';
import {
  addConnection,
  examineConnection,
  listConnections,
} from '../../../src/shared/contract/connections.contract.ts';
import { runFleet } from '../../../src/shared/contract/fleet.contract.ts';
import { startOffboarding } from '../../../src/shared/contract/offboard.contract.ts';
import { listRegister } from '../../../src/shared/contract/register.contract.ts';
import { scanOrphans } from '../../../src/shared/contract/reconcile.contract.ts';
import {
  listRuns,
  resumeRun,
  rollbackRun,
  startProvisioning,
} from '../../../src/shared/contract/runs.contract.ts';
import { resetSandbox, startSandbox } from '../../../src/shared/contract/sandbox.contract.ts';
import { inspectTenant, startUpkeep } from '../../../src/shared/contract/upkeep.contract.ts';
import { confirm, closeConsolesAfterAll, newHome, openTestConsole, stepOf } from '../../helpers/console.ts';
import type { RunView } from '../../../src/shared/model/run.ts';
import { haveSigned, openOffices } from '../../helpers/offices.ts';
import { askByHttp, type Ask } from './ask-by-http.ts';
import { adminUrls, intakeOf, jobOf, leaving, nameOf, sessionsOn, urlOn } from './platform-truth.ts';
import { expectTold } from './source-4.ts';

const connection = 'platform';
let console: Console;
let offices: readonly Console[];
let folder: string;
let master: pg.Pool;
const servers: pg.Pool[] = [];

closeConsolesAfterAll();
beforeAll(async () => {
  console = await openTestConsole({ home: newHome() });
  await console.call(startSandbox, { model: 'database' });
  const [known] = await console.call(listConnections, {});
  if (known === undefined) throw new Error('The platform does not run');
  folder = await mkdtemp(join(tmpdir(), 'migrations-'));
  await cp(known.connection.migrations ?? '', folder, { recursive: true });
  await console.call(addConnection, { connection: { ...known.connection, migrations: folder } });
  const urls = await adminUrls(console.home);
  servers.push(...urls.map((connectionString) => new pg.Pool({ connectionString })));
  master = new pg.Pool({ connectionString: urls[0]!.replace(/\/postgres$/, '/master') });
  offices = await openOffices(console);
});
afterAll(async () => {
  await Promise.all([master, ...servers].map((pool) => pool.end()));
  await console.call(resetSandbox, {});
  await rm(folder, { recursive: true, force: true });
});

/** As an administrator of the vault would look them up. */
/** Everything of a tenant that exists anywhere. */
async function leftOf(slug: string): Promise<readonly string[]> {
  const { parts } = await console.call(inspectTenant, { connection, tenantId: slug });
  return parts.map(({ part }) => part);
}
const provision = async (slug: string) =>
  confirm(console, await console.call(startProvisioning, { connection, intake: intakeOf(slug) }));
const resumed = ({ runId }: RunView) => console.call(resumeRun, { runId });
describe('what source 4 refuses', () => {
  const [ok, none] = ['update identity.db_server set', "where name = 'alpha'"];
  const full = `${ok} capacity_hint = 0 ${none}`;
  const roomy = `${ok} capacity_hint = 500 ${none}`;
  const lost = `${ok} admin_secret_ref = 'lost' ${none}`;
  const known = `${ok} admin_secret_ref = 'server-alpha-admin' ${none}`;
  const retired = `${ok} status = 'retired' ${none}`;
  const inUse = `${ok} status = 'active' ${none}`;
  const away = { secretStore: { kind: 'vault' as const, url: 'http://127.0.0.1:9' } };

  test.each([
    ['E_NO_CAPACITY', full, roomy, {}],
    ['E_DB_SERVER_NOT_FOUND', retired, inUse, {}],
    ['E_ADMIN_CONN_UNRESOLVED', lost, known, {}],
    ['PROVISIONING_UNAVAILABLE', '', '', away],
  ] as const)(
    '%s stops the run with what to do next and leaves nothing, and what it says helps',
    async (code, before, after, change) => {
      const slug = code.toLowerCase().replaceAll('_', '-');
      const [known] = await console.call(listConnections, {});
      await console.call(addConnection, { connection: { ...known!.connection, ...change } });
      await master.query(before);
      const run = await console.call(startProvisioning, { connection, intake: intakeOf(slug) });
      await master.query(after);
      await console.call(addConnection, { connection: known!.connection });
      expect(run.state).toBe('failed');
      expect(run.steps.find((step) => step.state === 'failed')?.code).toBe(code);
      expectTold(code);
      expect(await leftOf(slug)).toEqual([]);
      expect((await master.query('select 1 from identity.job_phase where slug = $1', [slug])).rowCount).toBe(
        0,
      );
      expect((await confirm(console, await resumed(run))).state).toBe('completed');
    },
  );

  test('E_INVALID_SLUG is refused before a run is opened', async () => {
    const intake = { ...intakeOf('valid'), slug: 'No Slug' };
    await expect(console.call(startProvisioning, { connection, intake })).rejects.toMatchObject({
      code: 'E_INVALID_SLUG',
    });
    expectTold('E_INVALID_SLUG');
    expect(await console.call(listRuns, { tenantId: 'No Slug' })).toEqual([]);
  });

  test('E_PARTIAL_STATE names a role of that slug on another server, and touches nothing', async () => {
    const [, beta] = servers as [pg.Pool, pg.Pool];
    await beta.query(`create role ${nameOf('elsewhere')}`);
    const run = await console.call(startProvisioning, { connection, intake: intakeOf('elsewhere') });
    const failed = run.steps.find((step) => step.state === 'failed');
    expect(failed).toMatchObject({
      code: 'E_PARTIAL_STATE',
      details: { found: [`role ${nameOf('elsewhere')} on beta: made by somebody else`] },
    });
    expectTold('E_PARTIAL_STATE');
    expect(await leftOf('elsewhere')).toEqual(['role']);
    await beta.query(`drop role ${nameOf('elsewhere')}`);
    expect((await confirm(console, await resumed(run))).state).toBe('completed');
  });

  test('E_ALREADY_PROVISIONED leaves the tenant as it was', async () => {
    expect((await provision('taken')).state).toBe('completed');
    const run = await console.call(startProvisioning, { connection, intake: intakeOf('taken') });
    expect(run.steps.find((step) => step.state === 'failed')?.code).toBe('E_ALREADY_PROVISIONED');
    expectTold('E_ALREADY_PROVISIONED');
    expect(await console.call(inspectTenant, { connection, tenantId: 'taken' })).toMatchObject({
      whole: true,
    });
  });
});

test('the doctor finds nothing wrong with the sandbox’s platform, and says when the secret store is away', async () => {
  const examine = () => console.call(examineConnection, { name: connection });
  const [known] = await console.call(listConnections, {});
  const { findings } = await examine();
  expect(findings.filter(({ verdict }) => verdict !== 'ok')).toEqual([]);
  expect(findings.map(({ id }) => id)).toEqual(expect.arrayContaining(['secret-store', 'migrations']));
  const secretStore = { kind: 'vault' as const, url: 'http://127.0.0.1:9' };
  const lost = { ...known!.connection, secretStore, migrations: '/nowhere' };
  await console.call(addConnection, { connection: lost });
  const refused = (await examine()).findings.filter(({ verdict }) => verdict === 'refused');
  await console.call(addConnection, { connection: known!.connection });
  expect(refused.map(({ id }) => id)).toEqual(['secret-store', 'migrations']);
});

describe('the wizard, by the web host’s API', () => {
  let ask: Ask;
  let host: WebHost;
  beforeAll(async () => {
    [host, ask] = await askByHttp(console);
  });
  afterAll(() => host.close());

  test('draws its form from the model, plans, runs, and the platform’s job shows the same phases', async () => {
    const { schema } = (await ask('provision.describe', { connection })) as {
      schema: { properties: Record<string, unknown> };
    };
    expect(schema.properties['slug']).toMatchObject({ pattern: '^[a-z][a-z0-9-]{2,39}$' });
    const intake = intakeOf('by-wizard');
    const planned = await ask('provision.preview', { connection, intake });
    expect(planned['digest']).toMatch(/^[0-9a-f]{64}$/);
    expect(await leftOf('by-wizard')).toEqual([]);
    const opened = (await ask('provision.start', { connection, intake })) as unknown as RunView;
    const value = opened.prompt!.defaults!;
    const answer = { stepId: 'approve-plan', value };
    const run = (await ask('runs.resume', { runId: opened.runId, answer })) as unknown as RunView;
    expect(run.state).toBe('completed');
    expect(run.steps.every(({ ms, startedAt }) => ms !== undefined && startedAt !== undefined)).toBe(true);
    expect(await jobOf(console, run.runId)).toEqual({
      status: 'complete',
      phases: [
        ...['placement_resolved', 'state_checked', 'secret_set', 'database_created'],
        ...['migrations_applied', 'master_registered', 'admin_seeded', 'complete'],
      ],
    });
  });
});

describe('a migration that fails', () => {
  test('takes database, role and secret back by itself, and says what knex said', async () => {
    const broken = join(folder, '0009-broken.mjs');
    await writeFile(
      broken,
      "export const up = (knex) => knex.raw('select no_such');\nexport const down = () => 0;\n",
    );
    await expect(provision('broken')).rejects.toMatchObject({
      code: 'E_MIGRATIONS_FAILED',
      details: {
        migration: '0009-broken.mjs',
        knex: expect.stringContaining('no_such') as string,
        run: 'rolled-back',
      },
    });
    await rm(broken);
    expectTold('E_MIGRATIONS_FAILED');
    expect(await leftOf('broken')).toEqual([]);
    const [run] = await console.call(listRuns, { tenantId: 'broken' });
    expect(run?.state).toBe('rolled-back');
    expect((await provision('broken')).state).toBe('completed');
  });
});

describe('parts of a tenant that somebody left', () => {
  test('are shown with their makers, and adopted: what is there stays, what is missing is made', async () => {
    const [alpha] = servers as [pg.Pool];
    await alpha.query(`create database ${nameOf('left-behind')}`);
    await expect(provision('left-behind')).resolves.toMatchObject({ state: 'failed' });
    const seen = await console.call(inspectTenant, { connection, tenantId: 'left-behind' });
    expect(seen).toEqual({
      tenantId: 'left-behind',
      whole: false,
      parts: [{ part: 'database', name: nameOf('left-behind'), where: 'alpha', madeBy: '' }],
      offered: ['adopt', 'purge'],
    });
    const run = await console.call(startUpkeep, {
      ...{ connection, runbook: 'adopt' },
      input: intakeOf('left-behind'),
    });
    const done = await confirm(console, run);
    expect(done.steps.filter(({ code }) => code !== undefined)).toEqual([]);
    expect(done.state).toBe('completed');
    expect(await leftOf('left-behind')).toEqual(['master row', 'database', 'role', 'secret']);
    await console.call(rollbackRun, { runId: done.runId, reason: 'to see that nothing goes' });
    expect(await leftOf('left-behind')).toEqual(['master row', 'database', 'role', 'secret']);
  });

  test('are destroyed only when two others have signed; the slug is free then', async () => {
    const [, beta] = servers as [pg.Pool, pg.Pool];
    await beta.query(`create role ${nameOf('rubbish')} login`);
    await beta.query(`create database ${nameOf('rubbish')} owner ${nameOf('rubbish')}`);
    await beta.query(`revoke connect on database ${nameOf('rubbish')} from public`);
    const input = { tenantId: 'rubbish', legalName: 'Rubbish', reason: 'a rehearsal gone wrong' };
    const run = await confirm(
      console,
      await console.call(startUpkeep, { connection, runbook: 'purge', input }),
      'two-person-approval',
    );
    expect(run).toMatchObject({ state: 'waiting', prompt: { stepId: 'two-person-approval' } });
    expect(await leftOf('rubbish')).toEqual(['database', 'role']);
    await haveSigned(console, offices.slice(1), run.runId);
    expect((await console.call(resumeRun, { runId: run.runId })).state).toBe('completed');
    expect(await leftOf('rubbish')).toEqual([]);
  });

  test('are never destroyed while the tenant is active', async () => {
    const input = { tenantId: 'broken', legalName: 'Firm broken', reason: 'must not go through' };
    const run = await console.call(startUpkeep, { connection, runbook: 'purge', input });
    expect(run.prompt?.data).toMatchObject({
      plan: {
        steps: expect.arrayContaining([
          expect.objectContaining({ id: 'database.drop-parts', code: 'E_ALREADY_PROVISIONED' }),
        ]) as unknown,
      },
    });
    expect((await console.call(inspectTenant, { connection, tenantId: 'broken' })).offered).toEqual([]);
  });
});

describe('a fleet from a file', () => {
  const inputs = ['one', 'two', 'three', 'four', 'five'].map((name) => {
    const { server: _, ...rest } = intakeOf(`fleet-${name}`);
    return rest;
  });

  test('one tenant’s failure leaves the others right, and the same call goes on where it stopped', async () => {
    const [alpha] = servers as [pg.Pool];
    await alpha.query(`create role ${nameOf('fleet-three')}`);
    const first = await console.call(runFleet, { connection, inputs, concurrency: 3 });
    expect(first.counts).toMatchObject({ completed: 4, failed: 1, already: 0 });
    expect(first.results[2]).toMatchObject({ outcome: 'failed', code: 'E_PARTIAL_STATE' });
    await alpha.query(`drop role ${nameOf('fleet-three')}`);
    const second = await console.call(runFleet, { connection, inputs });
    expect(second.counts).toMatchObject({ completed: 1, failed: 0, already: 4 });
    expect(second.results[2]).toMatchObject({ outcome: 'completed' });
  });

  test('brings tenants in use up to new migrations', async () => {
    await writeFile(
      join(folder, '0003-more.mjs'),
      "export const up = (knex) => knex.schema.withSchema('care').createTable('room', (t) => t.increments('id'));\nexport const down = () => 0;\n",
    );
    const rows = inputs.map(({ slug: tenantId, legalName }) => ({ tenantId, legalName }));
    const told: number[] = [];
    const stop = console.onProgress(({ stepId, done, of }) => {
      if (stepId === 'fleet.migrate' && of === rows.length) told.push(done);
    });
    const report = await console.call(runFleet, { connection, runbook: 'migrate', inputs: rows });
    stop();
    expect(told).toEqual([1, 2, 3, 4, 5]);
    expect(report.counts).toMatchObject({ completed: 5, failed: 0 });
  });
});

describe('in an emergency', () => {
  test('a break-glass is attributed to the user of the system, and open until a second person has signed', async () => {
    const run = await confirm(
      console,
      await console.call(startProvisioning, {
        ...{ connection, intake: intakeOf('urgent') },
        breakGlass: { osUser: 'night-shift', reason: 'wizard down during a deploy' },
      }),
      'two-person-approval',
    );
    expect(run).toMatchObject({ state: 'waiting', prompt: { stepId: 'two-person-approval' } });
    const { rows } = await master.query<{ platform_user_id: string }>(
      `select distinct platform_user_id from identity.tenant_audit
       where tenant_id = (select id from identity.tenant where slug = 'urgent' and status = 'active')`,
    );
    expect(rows).toEqual([{ platform_user_id: 'os:night-shift' }]);
    await haveSigned(console, offices.slice(0, 1), run.runId);
    expect((await console.call(resumeRun, { runId: run.runId })).state).toBe('completed');
  });
});

describe('a tenant that leaves', () => {
  test('is suspended, exported, signed off, dropped and forgotten; the slug is free only then', async () => {
    const opened = await console.call(startOffboarding, { connection, input: leaving('fleet-one') });
    const waiting = await confirm(console, opened, 'two-person-approval');
    expect(stepOf(waiting, 'database.export-database').receipt).toMatchObject({ encrypted: false });
    const guest = new pg.Client({ connectionString: await urlOn(servers, 'fleet-one') });
    await guest.connect();
    await haveSigned(console, offices, waiting.runId);
    const refused = await console.call(resumeRun, { runId: waiting.runId });
    expect(stepOf(refused, 'database.drop-tenant-database').code).toBe('E_DATABASE_IN_USE');
    expect(await leftOf('fleet-one')).toEqual(['master row', 'database', 'role', 'secret']);
    await guest.end();
    await expect.poll(() => sessionsOn(servers, 'fleet-one'), { timeout: 10_000 }).toBe(0);
    expect((await console.call(resumeRun, { runId: waiting.runId })).state).toBe('completed');
    expect(await leftOf('fleet-one')).toEqual([]);
    expect(await console.call(listRegister, { query: 'fleet-one' })).toMatchObject([
      { tenantId: 'fleet-one', runId: waiting.runId, state: 'completed' },
    ]);
    expect((await provision('fleet-one')).state).toBe('completed');
  });

  test('cannot come back once its database is dropped: the export is kept, and what is left is purged', async () => {
    const { recipient: _to, waitDays: _days, ...parts } = leaving('fleet-two');
    const opened = await console.call(startOffboarding, { connection, input: leaving('fleet-two') });
    const waiting = await confirm(console, opened, 'two-person-approval');
    await haveSigned(console, offices, waiting.runId);
    await master.query('revoke delete on identity.tenant from tenant_console');
    const stopped = await console.call(resumeRun, { runId: waiting.runId });
    expect(stepOf(stopped, 'database.free-slug')).toMatchObject({ state: 'failed', code: 'E_DB_PERMISSION' });
    const run = await console.call(rollbackRun, { runId: waiting.runId, reason: 'they want to stay' });
    await master.query('grant delete on identity.tenant to tenant_console');
    expect(stepOf(run, 'database.drop-tenant-database').code).toBe('E_DATABASE_DROPPED');
    const { file } = stepOf(run, 'database.export-database').receipt as { file: string };
    const isKept = () => existsSync(join(console.home, 'exports', file));
    expect(isKept()).toBe(true);
    expect(await console.call(inspectTenant, { connection, tenantId: 'fleet-two' })).toMatchObject({
      parts: [{ part: 'master row', name: 'suspended' }],
      offered: ['purge'],
    });
    const purge = await console.call(startUpkeep, { connection, runbook: 'purge', input: parts });
    await haveSigned(console, offices.slice(1), (await confirm(console, purge, 'two-person-approval')).runId);
    expect((await resumed(purge)).state).toBe('completed');
    expect(await leftOf('fleet-two')).toEqual([]);
    expect(isKept()).toBe(true);
  });

  test('nothing hangs below nothing', async () => {
    const { kinds } = await console.call(scanOrphans, { connection });
    expect(kinds.flatMap(({ orphans }) => orphans.map(({ id }) => id))).toEqual([]);
  });
});
