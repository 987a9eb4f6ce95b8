import { afterEach, describe, expect, test, vi } from 'vitest';
import { createPrinter } from '../../../../src/main/hosts/cli/printer.ts';
import { OperatorError } from '../../../../src/shared/errors/operator-error.ts';
import { escapeSequence, testTerminal } from '../../../helpers/terminal.ts';

const notFound = new OperatorError('E_RUN_NOT_FOUND', {
  message: 'No such run.',
  details: { runId: 'run_1' },
});

// Node itself looks at these two, whatever terminal is passed.
vi.stubEnv('FORCE_COLOR', undefined);
afterEach(() => {
  vi.stubEnv('NO_COLOR', undefined);
});

describe('for machines', () => {
  test('an answer is one line of JSON on standard output and nothing else', () => {
    const terminal = testTerminal();
    createPrinter(terminal, true).answer([{ a: 1 }], () => 'words');
    expect(terminal.out()).toBe('[{"a":1}]\n');
    expect(terminal.err()).toBe('');
  });

  test('an answer that tells of a failure carries its card', () => {
    const terminal = testTerminal();
    createPrinter(terminal, true).answer({ state: 'failed' }, () => 'words', notFound);
    expect(JSON.parse(terminal.out())).toEqual({ state: 'failed', error: notFound.toJSON() });
    expect(terminal.err()).toBe('');
  });

  test('a failure without an answer is a card alone', () => {
    const terminal = testTerminal();
    createPrinter(terminal, true).failure(notFound.toJSON());
    expect(JSON.parse(terminal.out())).toEqual({ error: notFound.toJSON() });
    expect(terminal.err()).toBe('');
  });
});

describe('for people', () => {
  test('the answer goes to standard output and its failure to standard error', () => {
    const terminal = testTerminal();
    createPrinter(terminal, false).answer({}, () => 'what became of it', notFound);
    expect(terminal.out()).toBe('what became of it\n');
    expect(terminal.err()).toContain('✗ E_RUN_NOT_FOUND  No such run.');
  });

  test('a card says what it means, what to do, whom to ask and the facts', () => {
    const terminal = testTerminal();
    createPrinter(terminal, false).failure(notFound.toJSON());
    const { meaning, fix, who } = notFound.toJSON();
    for (const words of [meaning, fix, who, 'run_1']) expect(terminal.err()).toContain(words);
  });

  test('a fact cannot steer the terminal', () => {
    const terminal = testTerminal();
    const hostile = new OperatorError('E_RUN_NOT_FOUND', { details: { name: 'a\u001B[2Jb' } });
    createPrinter(terminal, false).failure(hostile.toJSON());
    expect(terminal.err()).toContain('ab');
    expect(terminal.err()).not.toMatch(escapeSequence);
  });

  test('colours are for terminals', () => {
    const [pipe, attended] = [testTerminal(), testTerminal({ attended: true })];
    for (const terminal of [pipe, attended])
      createPrinter(terminal, false).answer({}, (paint) => paint('red', 'x'));
    expect(pipe.out()).not.toMatch(escapeSequence);
    expect(attended.out()).toMatch(escapeSequence);
  });

  test('asides are for terminals', () => {
    const [pipe, attended] = [testTerminal(), testTerminal({ attended: true })];
    for (const terminal of [pipe, attended]) createPrinter(terminal, false).aside(() => 'by the way');
    expect(pipe.err()).toBe('');
    expect(attended.err()).toBe('by the way\n');
    expect(attended.out()).toBe('');
  });
});
