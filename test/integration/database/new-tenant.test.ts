import { rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type pg from 'pg';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { Console } from '../../../src/main/compose.ts';
import type { WebHost } from '../../../src/main/hosts/web/web-host.ts';
import {
  addConnection,
  examineConnection,
  listConnections,
} from '../../../src/shared/contract/connections.contract.ts';
import { listRuns, startProvisioning } from '../../../src/shared/contract/runs.contract.ts';
import { inspectTenant } from '../../../src/shared/contract/upkeep.contract.ts';
import type { RunView } from '../../../src/shared/model/run.ts';
import { closeConsolesAfterAll, confirm, resume } from '../../helpers/console.ts';
import { askByHttp, type Ask } from './ask-by-http.ts';
import { connection, openPlatformConsole, type PlatformConsole } from './platform-console.ts';
import { intakeOf, jobOf, nameOf } from './platform-truth.ts';
import { expectTold } from './source-4.ts';

let platform: PlatformConsole;
let console: Console;
let master: pg.Pool;

closeConsolesAfterAll();
beforeAll(async () => {
  platform = await openPlatformConsole();
  ({ console, master } = platform);
});
afterAll(() => platform.close());

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
      expect(await platform.leftOf(slug)).toEqual([]);
      expect((await master.query('select 1 from identity.job_phase where slug = $1', [slug])).rowCount).toBe(
        0,
      );
      expect((await confirm(console, await resume(console, run))).state).toBe('completed');
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
    const [, beta] = platform.servers;
    await beta.query(`create role ${nameOf('elsewhere')}`);
    const run = await console.call(startProvisioning, { connection, intake: intakeOf('elsewhere') });
    const failed = run.steps.find((step) => step.state === 'failed');
    expect(failed).toMatchObject({
      code: 'E_PARTIAL_STATE',
      details: { found: [`role ${nameOf('elsewhere')} on beta: made by somebody else`] },
    });
    expectTold('E_PARTIAL_STATE');
    expect(await platform.leftOf('elsewhere')).toEqual(['role']);
    await beta.query(`drop role ${nameOf('elsewhere')}`);
    expect((await confirm(console, await resume(console, run))).state).toBe('completed');
  });

  test('E_ALREADY_PROVISIONED leaves the tenant as it was', async () => {
    expect((await platform.provision('taken')).state).toBe('completed');
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
    expect(await platform.leftOf('by-wizard')).toEqual([]);
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
    const broken = join(platform.migrations, '0009-broken.mjs');
    await writeFile(
      broken,
      "export const up = (knex) => knex.raw('select no_such');\nexport const down = () => 0;\n",
    );
    await expect(platform.provision('broken')).rejects.toMatchObject({
      code: 'E_MIGRATIONS_FAILED',
      details: {
        migration: '0009-broken.mjs',
        knex: expect.stringContaining('no_such') as string,
        run: 'rolled-back',
      },
    });
    await rm(broken);
    expectTold('E_MIGRATIONS_FAILED');
    expect(await platform.leftOf('broken')).toEqual([]);
    const [run] = await console.call(listRuns, { tenantId: 'broken' });
    expect(run?.state).toBe('rolled-back');
    expect((await platform.provision('broken')).state).toBe('completed');
  });
});
