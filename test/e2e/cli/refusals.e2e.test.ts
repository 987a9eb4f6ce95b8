import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import pg from 'pg';
import { beforeAll, describe, expect, test } from 'vitest';
import type { ConnectionView } from '../../../src/shared/contract/connections.contract.ts';
import { noSecretService, startSecretService } from '../../helpers/secret-service.ts';
import { describeUnless } from '../../helpers/skip.ts';
import { jsonFile, sampleIntake } from './sample-intake.ts';
import { useTenantctl } from './tenantctl.ts';

const tenantctl = useTenantctl();

let sandbox: ConnectionView['connection'];
let secrets: { readonly consolePassword: string; readonly superuserPassword: string };

beforeAll(async () => {
  const { json, home } = tenantctl();
  expect((await json(['sandbox', 'start', '--seed-tenants', '3'])).code).toBe(0);
  const { value } = await json(['connection', 'list']);
  sandbox = (value as readonly ConnectionView[])[0]!.connection;
  secrets = JSON.parse(readFileSync(join(home, 'sandbox', 'secrets.json'), 'utf8')) as typeof secrets;
});

/** Adds a connection that is the sandbox's but for what `differs`; its password comes over standard input. */
async function connect(name: string, differs: Partial<typeof sandbox>, password = secrets.consolePassword) {
  const { json, home } = tenantctl();
  const file = jsonFile(home, `${name}.json`, { ...sandbox, ...differs });
  return json(['connection', 'add', name, '--input', file, '--password-stdin'], { stdin: `${password}\n` });
}

const provision = (connection: string, intake: unknown = sampleIntake(1)) =>
  tenantctl().json(['provision', '--connection', connection, '--input', '-', '--yes'], {
    stdin: JSON.stringify(intake),
  });

const refusal = (exitCode: number, code: string) => ({
  code: exitCode,
  value: { error: { code, fix: expect.stringMatching(/\w/) as string } },
});

describe('a connection that does not work: a code, a fix, and no run', () => {
  test('unknown', async () => {
    expect(await provision('nowhere')).toMatchObject(refusal(3, 'E_CONNECTION_UNKNOWN'));
  });

  test.each<[string, Partial<ConnectionView['connection']>, string | undefined, number, string]>([
    ['unreachable', { port: 1 }, undefined, 7, 'E_DB_UNREACHABLE'],
    ['wrong-password', {}, 'wrong', 8, 'E_DB_AUTH'],
    ['no-database', { database: 'nowhere' }, undefined, 3, 'E_DB_NOT_FOUND'],
    ['other-schema', { database: 'postgres' }, undefined, 1, 'E_SCHEMA_UNMAPPED'],
  ])('%s', async (name, differs, password, exitCode, code) => {
    expect((await connect(name, differs, password)).code).toBe(0);
    expect(await provision(name)).toMatchObject(refusal(exitCode, code));
  });

  test('no run was opened', async () => {
    expect((await tenantctl().json(['runs', 'list'])).value).toEqual([]);
  });

  test('the doctor finds it too, with what to do', async () => {
    const { code, value } = await tenantctl().json(['connection', 'doctor', 'wrong-password']);
    expect({ code, value }).toMatchObject(refusal(1, 'E_CONNECTION_UNFIT'));
    const { findings } = value as { findings: { verdict: string; fix?: string }[] };
    expect(findings.find(({ verdict }) => verdict === 'refused')?.fix).toContain('connection add');
  });

  test('production with a throw-away keychain is refused before anything is kept', async () => {
    expect(await connect('live', { environment: 'production' })).toMatchObject(
      refusal(8, 'E_KEYCHAIN_THROW_AWAY'),
    );
    expect(await tenantctl().json(['connection', 'test', 'live'])).toMatchObject(
      refusal(3, 'E_CONNECTION_UNKNOWN'),
    );
  });

  test('without a password nobody is asked for one in a pipe', async () => {
    const file = jsonFile(tenantctl().home, 'more.json', sandbox);
    const added = await tenantctl().json(['connection', 'add', 'more', '--input', file]);
    expect(added).toMatchObject(refusal(4, 'E_ANSWER_NEEDED'));
  });

  test('a removed connection is gone', async () => {
    const { json } = tenantctl();
    expect(await json(['connection', 'remove', 'unreachable'])).toMatchObject(refusal(4, 'E_ANSWER_NEEDED'));
    expect(await json(['connection', 'remove', 'unreachable', '--yes'])).toMatchObject({ code: 0 });
    expect(await provision('unreachable')).toMatchObject(refusal(3, 'E_CONNECTION_UNKNOWN'));
  });
});

describe('an intake that does not hold: 2, and no run', () => {
  test('fields that are wrong are named, and their values are not', async () => {
    const { code, value } = await provision('sandbox', { ...sampleIntake(1), croNumber: 'ADA-PRIVATE' });
    expect({ code, value }).toMatchObject(refusal(2, 'E_INVALID_INPUT'));
    expect(JSON.stringify(value)).toContain('croNumber');
    expect(JSON.stringify(value)).not.toContain('ADA-PRIVATE');
  });

  test.each([
    ['no JSON', '{"legalName":'],
    ['a list', '[]'],
    ['answers of a wrong form', '{"answers":{"approve-plan":1}}'],
  ])('%s', async (_, stdin) => {
    const args = ['provision', '--connection', 'sandbox', '--input', '-'];
    expect(await tenantctl().json(args, { stdin })).toMatchObject(refusal(2, 'E_INVALID_INPUT'));
  });

  test('a file that is not there', async () => {
    const args = ['provision', '--connection', 'sandbox', '--input', join(tenantctl().home, 'none.json')];
    expect(await tenantctl().json(args)).toMatchObject(refusal(2, 'E_INVALID_INPUT'));
  });

  test('none at all, and nobody to ask: 4', async () => {
    const asked = await tenantctl().json(['provision', '--connection', 'sandbox']);
    expect(asked).toMatchObject(refusal(4, 'E_ANSWER_NEEDED'));
  });
});

test('a role that may only read stops the run, and nothing of the tenant is there', async () => {
  const { host, port, database } = sandbox;
  const client = new pg.Client({
    host,
    port,
    database,
    user: 'postgres',
    password: secrets.superuserPassword,
  });
  await client.connect();
  try {
    await client.query(`create role reader login password 'reader'; grant usage on schema public to reader;
      grant select on all tables in schema public to reader`);
    await connect('reader', { user: 'reader' }, 'reader');
    const { code, value } = await provision('reader', sampleIntake(2));
    expect({ code, value }).toMatchObject({
      code: 8,
      value: { state: 'failed', error: { code: 'E_DB_PERMISSION' } },
    });
    const { rows } = await client.query('select 1 from users where email = $1', [
      sampleIntake(2).contact.email,
    ]);
    expect(rows).toEqual([]);
  } finally {
    await client.end();
  }
});

describe('a vault on a machine without a keychain', () => {
  const vault = useTenantctl();
  const passphrase = 'correct horse battery staple';

  test('has to be asked for', async () => {
    expect(await vault().json(['runs', 'list'])).toMatchObject(refusal(7, 'E_KEYCHAIN_UNAVAILABLE'));
  });

  test('opens with its passphrase, from the environment or standard input', async () => {
    const env = { TENANT_CONSOLE_PASSPHRASE: passphrase };
    expect(await vault().json(['runs', 'list'], { env })).toEqual({ code: 0, value: [] });
    const typed = await vault().json(['runs', 'list', '--passphrase-stdin'], { stdin: `${passphrase}\n` });
    expect(typed).toEqual({ code: 0, value: [] });
  });

  test('stays shut without it, and with a wrong one', async () => {
    expect(await vault().json(['runs', 'list'])).toMatchObject(refusal(7, 'E_KEYCHAIN_LOCKED'));
    const wrong = { env: { TENANT_CONSOLE_PASSPHRASE: 'incorrect horse battery' } };
    expect(await vault().json(['runs', 'list'], wrong)).toMatchObject(
      refusal(8, 'E_KEYCHAIN_WRONG_PASSPHRASE'),
    );
  });
});

describeUnless(noSecretService, 'a Secret Service', () => {
  const kept = useTenantctl();

  test('that is locked is not replaced by anything weaker: 7, and fine again once it is unlocked', async () => {
    const service = await startSecretService('locked');
    try {
      const demo = await kept().json(['sandbox', 'status'], { env: service.env });
      expect(demo).toMatchObject(refusal(7, 'E_KEYCHAIN_LOCKED'));
      await service.become('unlocked');
      const unlocked = await kept().json(['sandbox', 'status'], { env: service.env });
      expect(unlocked).toEqual({ code: 0, value: { state: 'stopped' } });
    } finally {
      await service.stop();
    }
  });
});

test('no defect was met on the way', () => {
  expect(existsSync(join(tenantctl().home, 'logs'))).toBe(false);
});
