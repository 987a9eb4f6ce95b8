import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { testTerminal } from '../../helpers/terminal.ts';
import { runCommandLine } from '../../../src/main/hosts/cli/run-command-line.ts';
import { useTenantctl } from './tenantctl.ts';

const tenantctl = useTenantctl();

const commands = [
  '',
  'demo',
  'sandbox',
  'sandbox start',
  'connection',
  'connection add',
  'connection doctor',
  'provision',
  'verify',
  'verify schedule',
  'runs',
  'runs list',
  'runs resume',
  'rollback',
  'reconcile schedule',
  'ledger',
  'ledger show',
  'ledger proof',
  'statements',
];

async function helpOf(command: string): Promise<string> {
  const terminal = testTerminal();
  const words = command.split(' ').filter((word) => word !== '');
  expect(await runCommandLine([...words, '--help'], terminal)).toBe(0);
  expect(terminal.err()).toBe('');
  return `$ tenantctl ${[...words, '--help'].join(' ')}\n${terminal.out()}`;
}

test('every command says what it does, what it takes and how it is used', async () => {
  const pages: string[] = [];
  for (const command of commands) pages.push(await helpOf(command));
  await expect(pages.join('\n')).toMatchFileSnapshot('./help.txt');
});

test('help comes before anything is opened or made', async () => {
  const { run } = tenantctl();
  const { code, out, err } = await run(['runs', '--help'], { env: { TENANT_CONSOLE_HOME: '/dev/null' } });
  expect({ code, err }).toEqual({ code: 0, err: '' });
  expect(out).toContain('tenantctl runs');
});

test('what is compiled once for all commands is kept with the user', async () => {
  const { home, run } = tenantctl();
  const caches = join(home, 'caches');
  const env = { XDG_CACHE_HOME: caches, NODE_COMPILE_CACHE: undefined };
  expect(await run(['--version'], { env })).toMatchObject({ code: 0, err: '' });
  const kept = await readdir(join(caches, 'tenant-console'), { recursive: true, withFileTypes: true });
  expect(kept.filter((entry) => entry.isFile()).length).toBeGreaterThan(0);
});
