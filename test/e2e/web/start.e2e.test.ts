import { once } from 'node:events';
import { existsSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { openConsole } from '../../../src/main/compose.ts';
import { sandboxStatus } from '../../../src/shared/contract/sandbox.contract.ts';
import { verifyLedger } from '../../../src/shared/contract/ledger.contract.ts';
import { startWebProcess } from '../../helpers/console-page.ts';

let home: string;
beforeEach(() => (home = mkdtempSync(join(tmpdir(), 'web-start-'))));
afterEach(() => rmSync(home, { recursive: true, force: true }));

async function until(condition: () => boolean, what: string): Promise<void> {
  for (let tries = 0; tries < 600 && !condition(); tries += 1) await pause(50);
  expect(condition(), what).toBe(true);
}

test('a new home opens on the sandbox, and Ctrl+C leaves an anchored ledger and no process', async () => {
  const { process: web, said } = await startWebProcess(home);
  await until(() => said().includes('The sandbox is up: http://127.0.0.1:'), 'the sandbox comes up');
  web.kill('SIGINT');
  expect(await once(web, 'exit')).toEqual([0, null]);
  const console = await openConsole({ home, allowThrowAway: true });
  expect(await console.call(sandboxStatus, {})).toEqual({ state: 'stopped' });
  expect(await console.call(verifyLedger, {})).toMatchObject({ ok: true, pinned: 'matches' });
  await console.close();
});

test('what cannot start says why, what to do and whom to call', async () => {
  const failure = startWebProcess(join(home, 'x\0y'));
  await expect(failure).rejects.toThrow();
  const locked = startWebProcess(home, { TENANT_CONSOLE_PASSPHRASE: 'short' });
  await expect(locked).rejects.toThrow(/E_KEYCHAIN_\w+.*What to do:.*Whom to call:/s);
  expect(existsSync(join(home, 'logs'))).toBe(false);
});
