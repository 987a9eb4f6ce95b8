import { describe, expect, it } from 'vitest';
import { z } from 'zod';
import { OperatorError } from '../../../src/shared/errors/operator-error.ts';
import { executeRun } from '../../../src/main/engine/execute-run.ts';
import { foldRun } from '../../../src/main/engine/fold-run.ts';
import { humanStep } from '../../../src/main/engine/step.ts';
import { askPerson, putThing, rehearse, throwAt, type Input, type Ports } from '../../helpers/engine.ts';

/** Keeps the digest of the plan that it was carried out with. */
const readPlan = humanStep<Input, Ports, { digest: string }, Record<string, never>>({
  id: 'read',
  title: 'Read',
  kind: 'approve',
  receipt: z.object({ digest: z.string() }),
  answer: z.object({}),
  observe: () => Promise.resolve({ state: 'absent' }),
  plan: () => [],
  undo: { none: 'a look changes nothing' },
  prompt: () => Promise.resolve({ title: 'Read', text: 'Read.' }),
  apply: async ({ plan }) => ({ digest: (await plan()).digest }),
});

describe('executing a run', () => {
  it('records the intent of each step before its effect, and completes', async () => {
    const { log, session, world } = await rehearse(putThing('a'), putThing('b'));
    await executeRun(session());
    expect(log.story()).toEqual(['opened', 'intended a', 'done a', 'intended b', 'done b', 'completed']);
    expect([...world.things.keys()]).toEqual(['a', 'b']);
  });

  it('waits for a person, says so once, and goes on with the answer', async () => {
    const { log, session } = await rehearse(askPerson('sure'), putThing('a'));
    await executeRun(session());
    await executeRun(session());
    expect(log.story()).toEqual(['opened', 'waiting sure']);
    await executeRun(session(), { stepId: 'sure', value: { yes: true } });
    expect(log.story().slice(2)).toEqual(['intended sure', 'done sure', 'intended a', 'done a', 'completed']);
  });

  it('makes the plan again for an answer, unless the answer brings the one that was made this moment', async () => {
    const approved = async (bring: 'nothing' | 'the plan') => {
      const { log, session } = await rehearse(readPlan);
      const asked = session();
      await executeRun(asked);
      const plan = await asked.plan();
      const now = { ...session(), plan: () => Promise.resolve({ ...plan, digest: 'of now' }) };
      const answer = { stepId: 'read', value: {}, ...(bring === 'the plan' && { plan }) };
      await executeRun(now, answer);
      return { receipt: log.all.at(-2)?.data['receipt'], digest: plan.digest };
    };
    expect(await approved('nothing')).toMatchObject({ receipt: { digest: 'of now' } });
    const { receipt, digest } = await approved('the plan');
    expect(receipt).toEqual({ digest });
  });

  it('refuses an answer of the wrong form and records nothing', async () => {
    const { log, session } = await rehearse(askPerson('sure'));
    await executeRun(session());
    const wrong = executeRun(session(), { stepId: 'sure', value: { yes: 'perhaps' } });
    await expect(wrong).rejects.toMatchObject({ code: 'E_INVALID_INPUT' });
    expect(log.story()).toEqual(['opened', 'waiting sure']);
  });

  it('takes an effect that is there already, and ours, for done', async () => {
    const { log, session, world } = await rehearse(putThing('a'));
    world.things.set('a', session().runId);
    await executeRun(session());
    expect(log.story()).toEqual(['opened', 'done a', 'completed']);
    expect(log.all[1]?.data['how']).toBe('observed');
  });

  it('stops in front of something that it did not make', async () => {
    const { log, session, world } = await rehearse(putThing('a'));
    world.things.set('a', 'somebody else');
    await executeRun(session());
    expect(log.all.at(-1)?.data).toMatchObject({ step: 'a', code: 'E_FOREIGN_OBJECT' });
    expect(world.things.get('a')).toBe('somebody else');
  });

  it('fails without doubt when the effect said that nothing happened, and can be tried again', async () => {
    const { log, session, world } = await rehearse(putThing('a'));
    throwAt(world, 'before a', new OperatorError('E_DB_UNREACHABLE'));
    await executeRun(session());
    expect(log.story()).toEqual(['opened', 'intended a', 'failed a']);
    await executeRun(session());
    expect(log.story().slice(3)).toEqual(['intended a', 'done a', 'completed']);
  });

  it('ends a doubt by looking: an effect that happened is done and not made twice', async () => {
    const { log, session, world } = await rehearse(putThing('a'), putThing('b'));
    throwAt(world, 'after a');
    await executeRun(session());
    const story = ['opened', 'intended a', 'in-doubt a', 'done a', 'intended b', 'done b', 'completed'];
    expect(log.story()).toEqual(story);
  });

  it('ends a doubt by looking: an effect that did not happen is a failure', async () => {
    const { log, session, world } = await rehearse(putThing('a'));
    throwAt(world, 'before a');
    await executeRun(session());
    expect(log.story()).toEqual(['opened', 'intended a', 'in-doubt a', 'observed a', 'failed a']);
  });

  it('stays in doubt while it cannot look, and never applies meanwhile', async () => {
    const { log, session, world } = await rehearse(putThing('a'));
    throwAt(world, 'after a');
    const onlyOnce = world.trouble;
    world.trouble = (where) => {
      if (where === 'observe a' && world.things.has('a')) throw new OperatorError('E_DB_UNREACHABLE');
      onlyOnce(where);
    };
    await executeRun(session());
    await executeRun(session());
    expect(log.story()).toEqual(['opened', 'intended a', 'in-doubt a', 'in-doubt a', 'in-doubt a']);
    world.trouble = () => undefined;
    await executeRun(session());
    expect(log.story().slice(5)).toEqual(['done a', 'completed']);
  });

  it('takes a step whose intent is the last word for a doubt after a crash', async () => {
    const { log, session, world } = await rehearse(putThing('a'));
    log.beforeAppend = ({ type }) => {
      if (type === 'step.done') throw new Error('the power went');
    };
    await expect(executeRun(session())).rejects.toThrow('the power went');
    expect(foldRun(log.all)?.steps.get('a')?.standing).toBe('intended');
    log.beforeAppend = () => undefined;
    await executeRun(session());
    expect(log.story()).toEqual(['opened', 'intended a', 'in-doubt a', 'done a', 'completed']);
    expect(world.things.size).toBe(1);
  });

  it('takes what the operator’s stop has cut off for a stop, and looks what became of it', async () => {
    const { log, session, world } = await rehearse(putThing('a'));
    const stop = new AbortController();
    stop.abort(new Error('enough'));
    throwAt(world, 'before a', stop.signal.reason as Error);
    await executeRun({ ...session(), signal: stop.signal });
    expect(log.story()).toEqual(['opened', 'intended a', 'in-doubt a', 'observed a', 'failed a']);
    expect(log.all.at(-1)?.data).toMatchObject({ step: 'a', code: 'E_CANCELLED' });
  });

  it('leaves a defect in doubt, with a code and not its text, and passes it on', async () => {
    const { log, session, world } = await rehearse(putThing('a'));
    throwAt(world, 'after a', new TypeError('x is undefined, jane@example.com'));
    await expect(executeRun(session())).rejects.toThrow(TypeError);
    expect(log.all.at(-1)?.data).toMatchObject({ step: 'a', code: 'E_UNEXPECTED' });
    expect(JSON.stringify(log.all)).not.toContain('jane@example.com');
  });
});
