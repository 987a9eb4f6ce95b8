import { CommanderError } from 'commander';
import { describe, expect, test } from 'vitest';
import { asFailure } from '../../../../src/main/hosts/cli/exit.ts';
import { runCommandLine } from '../../../../src/main/hosts/cli/run-command-line.ts';
import { OperatorError } from '../../../../src/shared/errors/operator-error.ts';
import { testTerminal } from '../../../helpers/terminal.ts';

const unrecorded = () => Promise.reject(new Error('This is no defect.'));

describe('what was thrown', () => {
  test('an expected failure speaks for itself', async () => {
    const failure = new OperatorError('E_RUN_NOT_FOUND');
    expect(await asFailure(failure, unrecorded)).toBe(failure);
  });

  test('help and version are no failures', async () => {
    expect(await asFailure(new CommanderError(0, 'commander.helpDisplayed', ''), unrecorded)).toBeUndefined();
  });

  test('a closed prompt is a cancel', async () => {
    const closed = Object.assign(new Error('closed'), { name: 'ExitPromptError' });
    expect(await asFailure(closed, unrecorded)).toMatchObject({ code: 'E_CANCELLED', exitCode: 1 });
  });

  test('a defect is recorded; what it says stays on this machine', async () => {
    const recorded: unknown[] = [];
    const defect = new TypeError('ada@example.ie is undefined');
    const failure = await asFailure(defect, (thrown) => {
      recorded.push(thrown);
      return Promise.resolve('ref_1');
    });
    expect(recorded).toEqual([defect]);
    expect(failure).toMatchObject({ code: 'E_UNEXPECTED', exitCode: 1, details: { reference: 'ref_1' } });
    expect(JSON.stringify(failure)).not.toContain('ada@example.ie');
  });

  test('a defect that cannot be recorded is told all the same', async () => {
    const full = Object.assign(new Error('no space left on device'), { code: 'ENOSPC' });
    const failure = await asFailure(new TypeError('odd'), () => Promise.reject(full));
    expect(failure).toMatchObject({ code: 'E_UNEXPECTED', details: { unrecorded: 'ENOSPC' } });
  });
});

describe('a command line that cannot be understood', () => {
  test.each([
    [['frobnicate'], /unknown command 'frobnicate'/],
    [['runs'], /A command is missing/],
    [['runs', 'lst'], /unknown command 'lst'/],
    [['runs', 'list', '--nope'], /unknown option '--nope'/],
    [['runs', 'list', '--limit', '-1'], /whole number/],
    [['runs', 'list', '--state', 'odd'], /Allowed are running, /],
    [['runs', 'show'], /missing required argument 'run'/],
    [['provision'], /say where, by --connection or --model/],
    [['ledger', 'proof', '--entry', 'x'], /whole number/],
  ])('%j exits with 2 and a card', async (args, words) => {
    const [people, machine] = [testTerminal(), testTerminal()];
    expect(await runCommandLine(args, people)).toBe(2);
    expect(people.out()).toBe('');
    expect(people.err()).toContain('✗ E_USAGE');
    expect(people.err()).toMatch(words);
    expect(await runCommandLine([...args, '--json'], machine)).toBe(2);
    expect(JSON.parse(machine.out())).toMatchObject({
      error: { code: 'E_USAGE', message: expect.stringMatching(words) as string },
    });
  });

  test('the version is printed and well', async () => {
    const terminal = testTerminal();
    expect(await runCommandLine(['--version'], terminal)).toBe(0);
    expect(terminal.out()).toMatch(/^\d+\.\d+\.\d+\n$/);
  });
});
