import { setTimeout as delay } from 'node:timers/promises';
import { describe, expect, test } from 'vitest';
import { askAt, isPromptClosed, openAsk } from '../../../../src/main/hosts/cli/prompts/ask.ts';
import { Secret } from '../../../../src/shared/model/secret.ts';
import { testTerminal } from '../../../helpers/terminal.ts';

const enter = '\r';

/** The library listens a moment after it has drawn its question. */
async function when(shown: () => string, words: string): Promise<void> {
  for (let tries = 0; tries < 200 && !shown().includes(words); tries++) await delay(5);
  expect(shown()).toContain(words);
  await delay(20);
}

const atTerminal = async () => {
  const terminal = testTerminal({ attended: true });
  return { terminal, ask: await askAt(terminal.stdin, terminal.stderr) };
};

describe('asking at a terminal', () => {
  test('happens only where somebody sits', async () => {
    expect(await openAsk(testTerminal())).toBeUndefined();
    expect(await openAsk(testTerminal({ attended: true }))).toBeDefined();
  });

  test('keeps standard output free for the answer of the command', async () => {
    const { terminal, ask } = await atTerminal();
    const answer = ask.text('Legal name', { initial: 'Example Ltd' });
    await when(terminal.err, 'Legal name');
    terminal.type(enter);
    expect(await answer).toBe('Example Ltd');
    expect(terminal.out()).toBe('');
  });

  test('asks again until the check is content', async () => {
    const { terminal, ask } = await atTerminal();
    const answer = ask.text('CRO number', { check: (text) => text === '7' || 'not that one' });
    await when(terminal.err, 'CRO number');
    terminal.type(`6${enter}`);
    await when(terminal.err, 'not that one');
    terminal.type(`\u007F7${enter}`);
    expect(await answer).toBe('7');
  });

  test('never echoes a secret', async () => {
    const { terminal, ask } = await atTerminal();
    const answer = ask.secret('Password');
    await when(terminal.err, 'Password');
    terminal.type(`hunter2${enter}`);
    expect((await answer).reveal()).toBe('hunter2');
    expect(terminal.err()).not.toContain('hunter2');
  });

  test('shows a secret until Enter, and then wipes it', async () => {
    const { terminal, ask } = await atTerminal();
    const shown = ask.reveal(new Secret('once-only'), 60);
    await when(terminal.err, 'once-only');
    const before = terminal.err().length;
    terminal.type(enter);
    await shown;
    const after = terminal.err().slice(before);
    expect(after.lastIndexOf('\u001B[2K')).toBeGreaterThan(after.lastIndexOf('once-only'));
  });

  test('hides a secret when its time is over', async () => {
    const { terminal, ask } = await atTerminal();
    await ask.reveal(new Secret('once-only'), 0.05);
    const all = terminal.err();
    expect(all.lastIndexOf('\u001B[2K')).toBeGreaterThan(all.lastIndexOf('once-only'));
  });

  test('Ctrl-C closes the prompt', async () => {
    const { terminal, ask } = await atTerminal();
    const answer = ask.text('Legal name').catch((error: unknown) => error);
    await when(terminal.err, 'Legal name');
    terminal.type('\u0003');
    expect(isPromptClosed(await answer)).toBe(true);
  });
});
