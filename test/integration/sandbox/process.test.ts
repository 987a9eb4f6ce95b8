import { execFile } from 'node:child_process';
import { chmodSync, existsSync, mkdtempSync, renameSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import pg from 'pg';
import { afterAll, describe, expect, test } from 'vitest';
import { isListening, listenOnLoopback, LOOPBACK } from '../../../src/sandbox/loopback.ts';
import { openHome } from '../../../src/sandbox/process/sandbox-home.ts';
import type { RunningState, SandboxState } from '../../../src/sandbox/process/sandbox-state.ts';
import { signIn } from '../../helpers/portal-client.ts';

type Output = {
  readonly code: number;
  readonly answer: SandboxState & { readonly error?: { readonly code: string; readonly fix: string } };
};

/** The sandbox as its caller meets it: a process with one JSON object on standard output. */
function sandbox(home: string, command: string, ...options: string[]): Promise<Output> {
  const args = ['src/sandbox/main.ts', command, '--home', home, ...options];
  return new Promise((resolve) => {
    execFile(process.execPath, args, (error, stdout) => {
      resolve({
        code: error === null ? 0 : Number(error.code),
        answer: JSON.parse(stdout) as Output['answer'],
      });
    });
  });
}

const running = ({ answer }: Output): RunningState => {
  if (answer.state !== 'running' || 'model' in answer) throw new Error(JSON.stringify(answer));
  return answer;
};

const portsOf = ({ postgres, portal, blob, mail }: RunningState) => [
  postgres.port,
  ...[portal.url, blob.url, mail.url].map((url) => Number(new URL(url).port)),
];

const employersIn = async ({ postgres }: RunningState) => {
  const client = new pg.Client({ connectionString: postgres.ownerUrl });
  await client.connect();
  const { rows } = await client.query<{ count: string }>('select count(*) from employers');
  await client.end();
  return Number(rows[0]?.count);
};

describe('the sandbox process', () => {
  const home = mkdtempSync(join(tmpdir(), 'sandbox-home-'));
  afterAll(async () => {
    await sandbox(home, 'reset');
    rmSync(home, { recursive: true });
  });

  test('starts from nothing, serves, and is the same when started again, even by two at once', async () => {
    expect((await sandbox(home, 'status')).answer).toEqual({ state: 'stopped' });
    const [one, two] = await Promise.all([
      sandbox(home, 'start', '--seed-tenants', '2'),
      sandbox(home, 'start'),
    ]);
    const first = running(one);
    expect(running(two)).toEqual(first);
    expect((await sandbox(home, 'status')).answer).toEqual(first);
    expect(first).toMatchObject({ variant: 'brokers-snake', postgres: { user: 'tenant_console' } });
    for (const login of [first.canary.admin, first.superAdmin]) {
      expect((await (await signIn(first.portal.url, login)).get('/api/me')).status).toBe(200);
    }
  });

  test('keeps its secrets readable by its owner only, and out of arguments and environment', async () => {
    const state = running(await sandbox(home, 'status'));
    for (const file of ['state.json', 'secrets.json', 'settings.json', 'server.log']) {
      expect(statSync(join(home, 'sandbox', file)).mode & 0o077).toBe(0);
    }
    if (process.platform !== 'linux') return;
    const { readFileSync } = await import('node:fs');
    const shown = ['cmdline', 'environ']
      .map((name) => readFileSync(`/proc/${state.pid}/${name}`, 'utf8'))
      .join();
    for (const secret of [
      state.postgres.password,
      state.canary.admin.password,
      state.mail.apiKey,
      state.blob.token,
      state.control.token,
    ]) {
      expect(shown).not.toContain(secret);
    }
  });

  test('stops as a whole, and comes back with the same data, addresses and passwords', async () => {
    const before = running(await sandbox(home, 'status'));
    const employers = await employersIn(before);
    expect((await sandbox(home, 'stop')).answer).toEqual({ state: 'stopped' });
    for (const port of portsOf(before)) expect(await isListening(port)).toBe(false);
    expect((await sandbox(home, 'stop')).answer).toEqual({ state: 'stopped' });
    const after = running(await sandbox(home, 'start', '--seed-tenants', '9'));
    expect({ ...after, pid: 0 }).toEqual({ ...before, pid: 0 });
    expect(await employersIn(after)).toBe(employers);
  });

  test('recovers from being killed: what it left running is ended, and nothing is lost', async () => {
    const before = running(await sandbox(home, 'status'));
    process.kill(before.pid, 'SIGKILL');
    await expect.poll(async () => (await sandbox(home, 'status')).answer.state).toBe('stopped');
    expect(await isListening(before.postgres.port)).toBe(true);
    const after = running(await sandbox(home, 'start'));
    expect({ ...after, pid: 0 }).toEqual({ ...before, pid: 0 });
    process.kill(after.pid, 'SIGKILL');
    expect((await sandbox(home, 'stop')).answer).toEqual({ state: 'stopped' });
    expect(await isListening(after.postgres.port)).toBe(false);
  });

  test('takes other ports when its own were taken meanwhile', async () => {
    const before = running(await sandbox(home, 'start'));
    await sandbox(home, 'stop');
    const squatter = await listenOnLoopback(
      () => new Response('mine'),
      Number(new URL(before.portal.url).port),
    );
    const after = running(await sandbox(home, 'start'));
    await squatter.close();
    expect(after.portal.url).not.toBe(before.portal.url);
    expect((await fetch(`${after.portal.url}/api/health`)).status).toBe(200);
  });

  test('names the variant it has when another is asked for, and changes nothing', async () => {
    const { code, answer } = await sandbox(home, 'start', '--schema-variant', 'bare-camel');
    expect({ code, error: answer.error?.code }).toEqual({ code: 1, error: 'E_SANDBOX_VARIANT_MISMATCH' });
    expect((await sandbox(home, 'status')).answer.state).toBe('running');
  });

  test('says so when its database has gone from the disk, and makes no other in its place', async () => {
    await sandbox(home, 'stop');
    const { dataDirectory } = openHome(home);
    renameSync(dataDirectory, `${dataDirectory}-away`);
    const { code, answer } = await sandbox(home, 'start');
    expect({ code, error: answer.error?.code }).toEqual({ code: 1, error: 'E_SANDBOX_DATA_GONE' });
    expect(existsSync(dataDirectory)).toBe(false);
    renameSync(`${dataDirectory}-away`, dataDirectory);
    expect((await sandbox(home, 'start')).answer.state).toBe('running');
  });

  test('begins anew after a reset, and finishes what an interrupted first start began', async () => {
    expect((await sandbox(home, 'reset')).answer).toEqual({ state: 'stopped' });
    expect(existsSync(join(home, 'sandbox', 'secrets.json'))).toBe(false);
    const first = running(
      await sandbox(home, 'start', '--schema-variant', 'bare-camel', '--seed-tenants', '2'),
    );
    expect(first.canary.brokerId).toMatch(/^[\da-f-]{36}$/);
    process.kill(first.pid, 'SIGKILL');
    rmSync(join(home, 'sandbox', 'settings.json')); // as if it had died before it was done
    const again = running(
      await sandbox(home, 'start', '--schema-variant', 'bare-camel', '--seed-tenants', '2'),
    );
    expect(await employersIn(again)).toBe(4);
    expect(await isListening(first.postgres.port)).toBe(again.postgres.port === first.postgres.port);
  });
});

describe('the sandbox process refuses', () => {
  const home = mkdtempSync(join(tmpdir(), 'sandbox-refused-'));
  chmodSync(home, 0o755);
  afterAll(async () => {
    await sandbox(home, 'reset');
    rmSync(home, { recursive: true });
  });

  test.each(['--portal-port', '--postgres-port'])(
    'a %s that is taken, and leaves nothing running',
    async (option) => {
      const squatter = createServer().listen(0, LOOPBACK);
      await new Promise((resolve) => squatter.once('listening', resolve));
      const { port } = squatter.address() as { port: number };
      const { code, answer } = await sandbox(home, 'start', option, String(port), '--seed-tenants', '1');
      squatter.close();
      expect({ code, error: answer.error?.code }).toEqual({ code: 1, error: 'E_SANDBOX_PORT_TAKEN' });
      expect(answer.error?.fix).toContain('another port');
      expect(existsSync(join(home, 'sandbox', 'postgres', 'postmaster.pid'))).toBe(false);
    },
  );

  test('a home it cannot write to', async () => {
    writeFileSync(join(home, 'file'), '');
    const { answer } = await sandbox(join(home, 'file', 'home'), 'start');
    expect(answer.error?.code).toBe('E_SANDBOX_HOME_UNWRITABLE');
  });

  test.each([
    ['dance'],
    ['start', '--schema-variant', 'none'],
    ['start', '--seed-tenants', '0'],
    ['start', '--no-such'],
  ])('the command line %s %s %s', async (command, ...options) => {
    expect((await sandbox(home, command, ...options)).answer.error?.code).toBe('E_SANDBOX_USAGE');
  });
});
