import { describe, expect, test } from 'vitest';
import { givenSecret, homeOf } from '../../../../src/main/hosts/cli/global-options.ts';
import { scriptedAsk } from '../../../fakes/scripted-ask.ts';
import { testTerminal } from '../../../helpers/terminal.ts';

const source = { fromStdin: false, variable: 'TEST_SECRET', message: 'Password' };

describe('a secret', () => {
  test('from the environment is taken out of it, so that no child process inherits it', async () => {
    const terminal = testTerminal({ env: { TEST_SECRET: 'hunter2' } });
    expect((await givenSecret(terminal, undefined, source))?.reveal()).toBe('hunter2');
    expect(terminal.env).toEqual({});
  });

  test('comes from standard input without its line break', async () => {
    const terminal = testTerminal();
    terminal.stdin.push('hunter 2 \n');
    terminal.stdin.push(null);
    const given = await givenSecret(terminal, undefined, { ...source, fromStdin: true });
    expect(given?.reveal()).toBe('hunter 2 ');
  });

  test('from an empty standard input is wrong use', async () => {
    const terminal = testTerminal();
    terminal.stdin.push(null);
    const given = givenSecret(terminal, undefined, { ...source, fromStdin: true });
    await expect(given).rejects.toMatchObject({ code: 'E_USAGE' });
  });

  test('is asked for without an echo where standard input is a terminal', async () => {
    const terminal = testTerminal({ attended: true });
    const given = await givenSecret(terminal, scriptedAsk('typed'), { ...source, fromStdin: true });
    expect(given?.reveal()).toBe('typed');
  });

  test('that nobody gave is none', async () => {
    expect(await givenSecret(testTerminal({ env: { TEST_SECRET: '' } }), undefined, source)).toBeUndefined();
  });
});

describe('the home', () => {
  test('is what was named, else what the environment says, else the platform’s own place', () => {
    const env = { TENANT_CONSOLE_HOME: '/b' };
    expect(homeOf({ home: '/a' }, testTerminal({ env }))).toBe('/a');
    expect(homeOf({}, testTerminal({ env }))).toBe('/b');
    expect(homeOf({}, testTerminal())).toMatch(/tenant-console/);
  });
});
