import { existsSync } from 'node:fs';
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import pg from 'pg';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { Console } from '../../../src/main/compose.ts';
import { runFleet } from '../../../src/shared/contract/fleet.contract.ts';
import { startOffboarding } from '../../../src/shared/contract/offboard.contract.ts';
import { scanOrphans } from '../../../src/shared/contract/reconcile.contract.ts';
import { listRegister } from '../../../src/shared/contract/register.contract.ts';
import { rollbackRun, startProvisioning } from '../../../src/shared/contract/runs.contract.ts';
import { inspectTenant, startUpkeep } from '../../../src/shared/contract/upkeep.contract.ts';
import { closeConsolesAfterAll, confirm, resume, stepOf } from '../../helpers/console.ts';
import { haveSigned, openOffices } from '../../helpers/offices.ts';
import { connection, openPlatformConsole, type PlatformConsole } from './platform-console.ts';
import { intakeOf, leaving, nameOf, sessionsOn, urlOn } from './platform-truth.ts';

let platform: PlatformConsole;
let console: Console;
let offices: readonly Console[];

closeConsolesAfterAll();
beforeAll(async () => {
  platform = await openPlatformConsole();
  console = platform.console;
  offices = await openOffices(console);
});
afterAll(() => platform.close());

describe('parts of a tenant that somebody left', () => {
  test('are shown with their makers, and adopted: what is there stays, what is missing is made', async () => {
    const [alpha] = platform.servers;
    await alpha.query(`create database ${nameOf('left-behind')}`);
    await expect(platform.provision('left-behind')).resolves.toMatchObject({ state: 'failed' });
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
    expect(await platform.leftOf('left-behind')).toEqual(['master row', 'database', 'role', 'secret']);
    await console.call(rollbackRun, { runId: done.runId, reason: 'to see that nothing goes' });
    expect(await platform.leftOf('left-behind')).toEqual(['master row', 'database', 'role', 'secret']);
  });

  test('are destroyed only when two others have signed; the slug is free then', async () => {
    const [, beta] = platform.servers;
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
    expect(await platform.leftOf('rubbish')).toEqual(['database', 'role']);
    await haveSigned(console, offices.slice(1), run.runId);
    expect((await resume(console, run)).state).toBe('completed');
    expect(await platform.leftOf('rubbish')).toEqual([]);
  });

  test('are never destroyed while the tenant is active', async () => {
    const input = { tenantId: 'left-behind', legalName: 'Firm left-behind', reason: 'must not go through' };
    const run = await console.call(startUpkeep, { connection, runbook: 'purge', input });
    expect(run.prompt?.data).toMatchObject({
      plan: {
        steps: expect.arrayContaining([
          expect.objectContaining({ id: 'database.drop-parts', code: 'E_ALREADY_PROVISIONED' }),
        ]) as unknown,
      },
    });
    expect((await console.call(inspectTenant, { connection, tenantId: 'left-behind' })).offered).toEqual([]);
  });
});

describe('a fleet from a file', () => {
  const inputs = ['one', 'two', 'three', 'four', 'five'].map((name) => {
    const { server: _, ...rest } = intakeOf(`fleet-${name}`);
    return rest;
  });

  test('one tenant’s failure leaves the others right, and the same call goes on where it stopped', async () => {
    const [alpha] = platform.servers;
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
      join(platform.migrations, '0003-more.mjs'),
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

describe('a database that somebody gave to another role', () => {
  test('is not migrated: the tenant’s role could not use what is made there', async () => {
    const [alpha] = platform.servers;
    await expect(platform.provision('given-away')).resolves.toMatchObject({ state: 'completed' });
    await alpha.query(`alter database ${nameOf('given-away')} owner to postgres`);
    const input = { tenantId: 'given-away', legalName: 'Firm given-away' };
    const run = await confirm(
      console,
      await console.call(startUpkeep, { connection, runbook: 'migrate', input }),
    );
    expect(run.state).toBe('failed');
    expect(run.steps.flatMap(({ code }) => code ?? [])).toEqual(['E_PARTIAL_STATE']);
    await alpha.query(`alter database ${nameOf('given-away')} owner to ${nameOf('given-away')}`);
    expect((await resume(console, run)).state).toBe('completed');
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
    const { rows } = await platform.master.query<{ platform_user_id: string }>(
      `select distinct platform_user_id from identity.tenant_audit
       where tenant_id = (select id from identity.tenant where slug = 'urgent' and status = 'active')`,
    );
    expect(rows).toEqual([{ platform_user_id: 'os:night-shift' }]);
    await haveSigned(console, offices.slice(0, 1), run.runId);
    expect((await resume(console, run)).state).toBe('completed');
  });
});

describe('a tenant that leaves', () => {
  test('is suspended, exported, signed off, dropped and forgotten; the slug is free only then', async () => {
    const opened = await console.call(startOffboarding, { connection, input: leaving('fleet-one') });
    const waiting = await confirm(console, opened, 'two-person-approval');
    expect(stepOf(waiting, 'database.export-database').receipt).toMatchObject({ encrypted: false });
    const guest = new pg.Client({ connectionString: await urlOn(platform.servers, 'fleet-one') });
    await guest.connect();
    await haveSigned(console, offices, waiting.runId);
    const refused = await resume(console, waiting);
    expect(stepOf(refused, 'database.drop-tenant-database').code).toBe('E_DATABASE_IN_USE');
    expect(await platform.leftOf('fleet-one')).toEqual(['master row', 'database', 'role', 'secret']);
    await guest.end();
    await expect.poll(() => sessionsOn(platform.servers, 'fleet-one'), { timeout: 10_000 }).toBe(0);
    expect((await resume(console, waiting)).state).toBe('completed');
    expect(await platform.leftOf('fleet-one')).toEqual([]);
    expect(await console.call(listRegister, { query: 'fleet-one' })).toMatchObject([
      { tenantId: 'fleet-one', runId: waiting.runId, state: 'completed' },
    ]);
    expect((await platform.provision('fleet-one')).state).toBe('completed');
  });

  test('cannot come back once its database is dropped: the export is kept, and what is left is purged', async () => {
    const { recipient: _to, waitDays: _days, ...parts } = leaving('fleet-two');
    const opened = await console.call(startOffboarding, { connection, input: leaving('fleet-two') });
    const waiting = await confirm(console, opened, 'two-person-approval');
    await haveSigned(console, offices, waiting.runId);
    await platform.master.query('revoke delete on identity.tenant from tenant_console');
    const stopped = await resume(console, waiting);
    expect(stepOf(stopped, 'database.free-slug')).toMatchObject({ state: 'failed', code: 'E_DB_PERMISSION' });
    const run = await console.call(rollbackRun, { runId: waiting.runId, reason: 'they want to stay' });
    await platform.master.query('grant delete on identity.tenant to tenant_console');
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
    expect((await resume(console, purge)).state).toBe('completed');
    expect(await platform.leftOf('fleet-two')).toEqual([]);
    expect(isKept()).toBe(true);
  });

  test('nothing hangs below nothing', async () => {
    const { kinds } = await console.call(scanOrphans, { connection });
    expect(kinds.flatMap(({ orphans }) => orphans.map(({ id }) => id))).toEqual([]);
  });
});
