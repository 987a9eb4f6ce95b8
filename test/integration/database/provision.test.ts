import { createHash } from 'node:crypto';
import { rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import pg from 'pg';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { executeRun } from '../../../src/main/engine/execute-run.ts';
import { undoRun } from '../../../src/main/engine/undo-run.ts';
import { openPostgresServer } from '../../../src/main/adapters/postgres/postgres-server.adapter.ts';
import type { DatabasePorts } from '../../../src/main/tenancy/database/database-context.ts';
import { slugOf } from '../../../src/main/tenancy/database/intake.ts';
import { OperatorError } from '../../../src/shared/errors/operator-error.ts';
import { drive, intakeOf, openProvisioning, startPlatform, type Platform } from './platform.ts';

let platform: Platform;
beforeAll(async () => {
  platform = await startPlatform();
});
afterAll(() => platform.close());

type Row = Record<string, unknown>;
const rowsOf = async (text: string, ...values: string[]) =>
  (await platform.rows.query<Row>(text, values)).rows;
const tenantRow = async (slug: string) =>
  (await rowsOf('select status, database_name from identity.tenant where slug = $1', slug))[0];

/** What is left of a tenant anywhere: nothing, when it was taken back. */
const leftOf = async (slug: string) => {
  const name = `tenant_${slug.replaceAll('-', '_')}`;
  const { rows } = await platform.admin.query<{ what: string }>(
    `select 'database' as what from pg_database where datname = $1 union all select 'role' from pg_roles where rolname = $1`,
    [name],
  );
  const secret = await platform.secrets.get(`tenant-db-${slug}`);
  return [
    ...rows.map(({ what }) => what),
    ...(secret ? ['secret'] : []),
    ...((await tenantRow(slug)) ? ['row'] : []),
  ];
};
const failure = (log: { readonly all: readonly { readonly type: string; readonly data: Row }[] }) =>
  log.all.findLast(({ type }) => type === 'step.failed')?.data;

describe('a tenant with a database of its own', () => {
  test('is brought to life phase by phase, and becomes active last', async () => {
    const { log, session } = await openProvisioning(platform, intakeOf('acme-health'));
    await drive(session());
    expect(log.story().filter((line) => line.startsWith('done'))).toEqual([
      'done prove-environment',
      'done database.resolve-placement',
      'done database.check-state',
      'done approve-plan',
      'done database.set-secret',
      'done database.create-database',
      'done database.apply-migrations',
      'done database.register-in-master',
      'done database.seed-admin',
      'done database.prove-confinement',
      'done database.complete',
      'done database.send-invitation',
    ]);
    expect(log.story().at(-1)).toBe('completed');
    expect(await tenantRow('acme-health')).toEqual({ status: 'active', database_name: 'tenant_acme_health' });
    const audit = await rowsOf(
      'select event_type, platform_user_id from identity.tenant_audit order by created_at',
    );
    expect(audit).toEqual([
      { event_type: 'TENANT_REGISTERED', platform_user_id: 'operator:operator' },
      { event_type: 'TENANT_PROVISIONED', platform_user_id: 'operator:operator' },
    ]);
    const url = await platform.secrets.get('tenant-db-acme-health');
    expect(url?.value.reveal()).toMatch(
      /^postgres:\/\/tenant_acme_health:\w{24}@127\.0\.0\.1:\d+\/tenant_acme_health$/,
    );
  });

  test('its administrator is invited by a link that expires, of which the database keeps a digest alone', async () => {
    const [message] = platform.mail.sent();
    const token = /token=([\w-]{43})/.exec(message?.text ?? '')?.[1] ?? '';
    const url = (await platform.secrets.get('tenant-db-acme-health'))!.value;
    const client = new pg.Client(url.reveal());
    await client.connect();
    const { rows } = await client.query<Row>(
      `select email, password_hash, must_change_password, invite_hash, invite_expires_at > now() as valid
       from identity.app_user`,
    );
    await client.end();
    const inviteHash = createHash('sha256').update(token).digest('hex');
    expect(rows).toEqual([
      {
        email: 'ada@acme.example',
        password_hash: null,
        must_change_password: true,
        invite_hash: inviteHash,
        valid: true,
      },
    ]);
  });

  test('no secret and no personal data are in the log', async () => {
    const { log, session } = await openProvisioning(platform, intakeOf('quiet'));
    await drive(session());
    const password = new URL((await platform.secrets.get('tenant-db-quiet'))!.value.reveal()).password;
    const told = JSON.stringify(log.all);
    for (const word of [password, 'ada@acme.example', 'Ada Example', 'token='])
      expect(told).not.toContain(word);
  });

  test('a second tenant is a clone, and the rollback of one that was finished leaves nothing of it but the audit trail', async () => {
    const { log, session } = await openProvisioning(platform, intakeOf('short-lived'));
    await drive(session());
    const migrated = log.all.find(
      ({ data }) => data['step'] === 'database.apply-migrations' && data['receipt'],
    );
    expect(migrated?.data['receipt']).toMatchObject({ applied: 0 });
    await undoRun(session());
    expect(log.story().at(-1)).toBe('rolled-back');
    expect(await leftOf('short-lived')).toEqual([]);
  });
});

describe('what is refused, and leaves everything as it was', () => {
  test('a slug of another form', () => {
    for (const slug of ['ab', 'Acme', '1acme', 'a_b-c', `a${'b'.repeat(40)}`, 'acme;drop'])
      expect(() => slugOf(intakeOf(slug))).toThrow(
        expect.objectContaining({ code: 'E_INVALID_SLUG' }) as Error,
      );
  });

  test('a slug that is taken', async () => {
    const { log, session } = await openProvisioning(platform, intakeOf('acme-health'));
    await executeRun(session());
    expect(failure(log)).toMatchObject({ step: 'database.check-state', code: 'E_ALREADY_PROVISIONED' });
  });

  test('a server that is not there', async () => {
    const { log, session } = await openProvisioning(platform, { ...intakeOf('nowhere'), server: 'nine' });
    await executeRun(session());
    expect(failure(log)).toMatchObject({ code: 'E_DB_SERVER_NOT_FOUND' });
    expect(await leftOf('nowhere')).toEqual([]);
  });

  test('servers that are full, each with its load', async () => {
    await rowsOf('update identity.db_server set capacity_hint = 0');
    const { log, session } = await openProvisioning(platform, intakeOf('too-many'));
    await executeRun(session());
    await rowsOf('update identity.db_server set capacity_hint = 100');
    expect(failure(log)).toMatchObject({
      code: 'E_NO_CAPACITY',
      details: {
        servers: [expect.stringMatching(/^one \d\/0: full$/), expect.stringMatching(/^two \d\/0: full$/)],
      },
    });
  });

  test('a server whose administrator is not in the secret store', async () => {
    const secrets = () => Promise.resolve({ ...platform.secrets, get: () => Promise.resolve(undefined) });
    const openServer: DatabasePorts['openServer'] = async (_, url) =>
      openPostgresServer(await url(), platform.ports.connection);
    const ports = { secrets, openServer };
    const { log, session } = await openProvisioning(platform, intakeOf('no-admin'), ports);
    await executeRun(session());
    expect(failure(log)).toMatchObject({ code: 'E_ADMIN_CONN_UNRESOLVED' });
  });

  test('a secret store that is away', async () => {
    const { log, session } = await openProvisioning(platform, intakeOf('no-vault'));
    platform.keychain.failure = new OperatorError('E_KEYCHAIN_UNAVAILABLE');
    await executeRun(session());
    platform.keychain.failure = undefined;
    expect(failure(log)).toMatchObject({ code: 'PROVISIONING_UNAVAILABLE' });
    expect(await leftOf('no-vault')).toEqual([]);
  });

  test('parts of a tenant that somebody else made, each named with its maker', async () => {
    await platform.admin.query('create role tenant_partial');
    await platform.admin.query('create database tenant_partial owner tenant_partial');
    const { log, session } = await openProvisioning(platform, intakeOf('partial'));
    await executeRun(session());
    const [database, role] = (failure(log)?.['details'] as { found: string[] }).found;
    expect(failure(log)).toMatchObject({ code: 'E_PARTIAL_STATE' });
    expect([database, role].join()).toMatch(
      /^database .*: made by somebody else,role .*: made by somebody else$/,
    );
    await undoRun(session());
    expect(await leftOf('partial')).toEqual(['database', 'role']);
    await platform.admin.query('drop database tenant_partial');
    await platform.admin.query('drop role tenant_partial');
  });
});

describe('what goes wrong on the way', () => {
  test('a migration that fails takes database, role and secret with it when it is rolled back, and names itself', async () => {
    const broken = join(platform.folder, '0009-broken.mjs');
    await writeFile(
      broken,
      "export const up = (knex) => knex.raw('select no_such');\nexport const down = () => 0;\n",
    );
    const { log, session } = await openProvisioning(platform, intakeOf('broken'));
    await drive(session());
    await rm(broken);
    expect(failure(log)).toMatchObject({
      step: 'database.apply-migrations',
      code: 'E_MIGRATIONS_FAILED',
      details: { migration: '0009-broken.mjs', knex: expect.stringContaining('no_such') as string },
    });
    await undoRun(session());
    expect(await leftOf('broken')).toEqual([]);
  });

  test('a run that was cut off between the database and the log finds its own database again', async () => {
    const { log, session } = await openProvisioning(platform, intakeOf('cut-off'));
    log.beforeAppend = ({ type, data }) => {
      if (type === 'step.done' && data['step'] === 'database.create-database') throw new Error('killed');
    };
    await expect(drive(session())).rejects.toThrow('killed');
    log.beforeAppend = () => undefined;
    await executeRun(session());
    expect(log.story()).toContain('in-doubt database.create-database');
    expect(log.story().at(-1)).toBe('completed');
  });

  test('of two consoles with one slug one wins, and the rollback of the other takes nothing from it', async () => {
    const runs = await Promise.all([1, 2].map(() => openProvisioning(platform, intakeOf('both'))));
    await Promise.all(runs.map(({ session }) => executeRun(session())));
    await Promise.all(
      runs.map(async ({ session }) => {
        const { digest } = await session().plan();
        await executeRun(session(), { stepId: 'approve-plan', value: { digest } });
      }),
    );
    const ends = runs.map(({ log }) => log.story().at(-1));
    expect(ends.filter((end) => end === 'completed')).toHaveLength(1);
    const loser = runs[ends.findIndex((end) => end !== 'completed')]!;
    expect(['E_SECRET_TAKEN', 'E_FOREIGN_OBJECT', 'E_PLAN_DRIFT']).toContain(failure(loser.log)?.['code']);
    await undoRun(loser.session());
    expect(await tenantRow('both')).toMatchObject({ status: 'active' });
    expect(await leftOf('both')).toEqual(['database', 'role', 'secret', 'row']);
  });

  test('a tenant that reaches another database never becomes active', async () => {
    await platform.admin.query('grant connect on database tenant_acme_health to public');
    const { log, session } = await openProvisioning(platform, intakeOf('reaching'));
    await drive(session());
    await platform.admin.query('revoke connect on database tenant_acme_health from public');
    expect(failure(log)).toMatchObject({
      code: 'E_TENANT_NOT_CONFINED',
      details: { reached: ['connects to tenant_acme_health'] },
    });
    expect(await tenantRow('reaching')).toMatchObject({ status: 'provisioning' });
    await executeRun(session());
    expect(await tenantRow('reaching')).toMatchObject({ status: 'active' });
  });

  test('a clone that differs from a replay is found out', async () => {
    const { digest } = await (await platform.ports.migrations()).read();
    const name = `tenant_console_template_${digest.slice(0, 16)}`;
    await platform.admin.query(
      `comment on database ${name} is 'tenant-console template/3 ${digest} ${'0'.repeat(64)}'`,
    );
    const { log, session } = await openProvisioning(platform, intakeOf('differing'));
    await drive(session());
    expect(failure(log)).toMatchObject({ code: 'E_CLONE_DIFFERS' });
    await undoRun(session());
    expect(await leftOf('differing')).toEqual([]);
  });
});
