import { describe, expect, test } from 'vitest';
import type { Console } from '../../../../src/main/compose.ts';
import { driveRun, type PreparedAnswers } from '../../../../src/main/hosts/cli/drive-run.ts';
import { liveSteps } from '../../../../src/main/hosts/cli/live-steps.ts';
import { createPrinter } from '../../../../src/main/hosts/cli/printer.ts';
import type { Session } from '../../../../src/main/hosts/cli/session.ts';
import { OperatorError } from '../../../../src/shared/errors/operator-error.ts';
import type { JsonObject } from '../../../../src/shared/model/json.ts';
import type { RunView } from '../../../../src/shared/model/run.ts';
import type { Prompt } from '../../../../src/shared/model/step.ts';
import { scriptedAsk, type ScriptedAsk } from '../../../fakes/scripted-ask.ts';
import { testTerminal } from '../../../helpers/terminal.ts';
import { samplePrompt, sampleRun, sampleStep } from './sample-run.ts';

type Call = { readonly name: string; readonly input: JsonObject };
type Reply = RunView | OperatorError | { readonly secret: string; readonly shownForSeconds: number };

const waiting = (prompt: Prompt) => sampleRun('waiting', [sampleStep(prompt.stepId, 'waiting')], prompt);
const completed = sampleRun('completed');
const nothing: PreparedAnswers = { answers: {}, yes: false };

/** Drives a run against replies in order, and tells what was called. */
async function drive(
  opened: RunView,
  prepared: PreparedAnswers,
  replies: readonly Reply[],
  ask?: ScriptedAsk,
) {
  const terminal = testTerminal({ attended: ask !== undefined });
  const calls: Call[] = [];
  const left = [...replies];
  const call = ({ name }: { name: string }, input: JsonObject) => {
    calls.push({ name, input });
    const reply = left.shift();
    return reply instanceof OperatorError ? Promise.reject(reply) : Promise.resolve(reply);
  };
  const session: Session = {
    console: { call } as unknown as Console,
    printer: createPrinter(terminal, false),
    live: liveSteps(terminal.stderr),
    terminal,
    ask,
  };
  const outcome = await driveRun(session, opened, prepared).catch((error: unknown) => error as OperatorError);
  return { outcome, calls, terminal, answers: calls.map(({ input }) => input['answer']) };
}

describe('answers prepared beforehand', () => {
  const proposed = samplePrompt('a', { defaults: { note: 'proposed' } });
  const typed = samplePrompt('plan', {
    schema: { type: 'object', properties: { digest: { type: 'string' }, confirmName: { type: 'string' } } },
    data: { digest: 'abc' },
  });

  test('--yes confirms what a prompt proposes', async () => {
    const { outcome, answers } = await drive(waiting(proposed), { ...nothing, yes: true }, [completed]);
    expect(outcome).toBe(completed);
    expect(answers).toEqual([{ stepId: 'a', value: { note: 'proposed' } }]);
  });

  test('an answer in the file goes before what is proposed', async () => {
    const prepared = { yes: true, answers: { a: { note: 'mine' } } };
    const { answers } = await drive(waiting(proposed), prepared, [completed]);
    expect(answers).toEqual([{ stepId: 'a', value: { note: 'mine' } }]);
  });

  test('--yes does not answer where a person must type something', async () => {
    const { outcome, calls } = await drive(waiting(typed), { ...nothing, yes: true }, []);
    expect(outcome).toMatchObject({ state: 'waiting' });
    expect(calls).toEqual([]);
  });

  test('--confirm-name does, and says back the digest of the plan that was read', async () => {
    const prepared = { ...nothing, confirmName: 'Example Ltd' };
    const { answers } = await drive(waiting(typed), prepared, [completed]);
    expect(answers).toEqual([{ stepId: 'plan', value: { digest: 'abc', confirmName: 'Example Ltd' } }]);
  });

  test('--confirm-name answers no prompt that does not ask for it', async () => {
    const prepared = { ...nothing, confirmName: 'Example Ltd' };
    const { calls } = await drive(waiting(samplePrompt('a')), prepared, []);
    expect(calls).toEqual([]);
  });

  test('are given once: a step that asks again leaves the run waiting', async () => {
    const again = waiting(proposed);
    const { outcome, calls } = await drive(again, { ...nothing, yes: true }, [again]);
    expect(outcome).toBe(again);
    expect(calls).toHaveLength(1);
  });

  test('a failure names the run that is open', async () => {
    const unreachable = new OperatorError('E_DB_UNREACHABLE', { details: { port: 1 } });
    const { outcome } = await drive(waiting(proposed), { ...nothing, yes: true }, [unreachable]);
    expect(outcome).toMatchObject({ code: 'E_DB_UNREACHABLE', details: { port: 1, runId: 'run_1' } });
  });
});

describe('a person at the terminal', () => {
  const prompt = samplePrompt('a', {
    defaults: { note: 'proposed' },
    data: { items: [{ id: 'x', title: 'An item' }] },
  });

  test('reads what is asked, and confirms what is proposed', async () => {
    const { terminal, answers } = await drive(waiting(prompt), nothing, [completed], scriptedAsk('take'));
    expect(terminal.err()).toContain('Please confirm.');
    expect(terminal.err()).toContain('An item');
    expect(terminal.out()).toBe('');
    expect(answers).toEqual([{ stepId: 'a', value: { note: 'proposed' } }]);
  });

  test('answers field by field, starting from what is proposed', async () => {
    const ask = scriptedAsk('form', 'mine');
    const { answers } = await drive(waiting(prompt), nothing, [completed], ask);
    expect(ask.asked).toContain('Note [proposed]');
    expect(answers).toEqual([{ stepId: 'a', value: { note: 'mine' } }]);
  });

  test('approves a plan or leaves it; there is nothing to change about it', async () => {
    const ask = scriptedAsk('stop');
    const plan = samplePrompt('plan', { kind: 'approve', defaults: { digest: 'abc' } });
    const { outcome, calls } = await drive(waiting(plan), nothing, [], ask);
    expect(ask.asked).toEqual(['About plan (take stop)']);
    expect(outcome).toMatchObject({ state: 'waiting' });
    expect(calls).toEqual([]);
  });

  test('sees what is wrong with an answer and answers again', async () => {
    const wrong = new OperatorError('E_INVALID_INPUT', { details: { problems: ['note: too short'] } });
    const ask = scriptedAsk('form', 'x', 'form', 'better');
    const { terminal, answers } = await drive(waiting(prompt), nothing, [wrong, completed], ask);
    expect(terminal.err()).toContain('note: too short');
    expect(answers.at(-1)).toEqual({ stepId: 'a', value: { note: 'better' } });
  });

  test('has a secret shown, and then answers', async () => {
    const manual = samplePrompt('a', { kind: 'hand-over', canReveal: true });
    const ask = scriptedAsk('reveal', 'form', 'told him');
    const none = new OperatorError('E_NOTHING_TO_REVEAL');
    const replies = [{ secret: 'once-only', shownForSeconds: 60 }, completed, none];
    const { terminal, calls, outcome } = await drive(waiting(manual), nothing, replies, ask);
    expect(ask.shown).toEqual(['once-only']);
    expect(terminal.out() + terminal.err()).not.toContain('once-only');
    expect(calls.map(({ name }) => name)).toEqual(['runs.reveal', 'runs.resume', 'runs.reveal']);
    expect(outcome).toBe(completed);
  });

  test('is shown the link of a share once it is there', async () => {
    const shared = samplePrompt('a', { kind: 'hand-over', defaults: { note: '' } });
    const ask = scriptedAsk('take');
    await drive(waiting(shared), nothing, [completed, { secret: 'https://share', shownForSeconds: 60 }], ask);
    expect(ask.shown).toEqual(['https://share']);
  });
});
