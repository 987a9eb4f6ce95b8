import { describe, expect, it } from 'vitest';
import { z } from 'zod';
import { OperatorError } from '../../../src/shared/errors/operator-error.ts';
import { executeRun } from '../../../src/main/engine/execute-run.ts';
import { foldRun } from '../../../src/main/engine/fold-run.ts';
import { undoRun } from '../../../src/main/engine/undo-run.ts';
import { askPerson, putThing, rehearse, throwAt } from '../../helpers/engine.ts';

describe('rolling a run back', () => {
  it('takes back last step first, keeps what cannot be taken back with its reason', async () => {
    const { log, session, world } = await rehearse(putThing('a'), askPerson('sure'), putThing('b'));
    await executeRun(session());
    await executeRun(session(), { stepId: 'sure', value: { yes: true } });
    await undoRun(session(), 'a wrong name');
    expect(log.story().slice(-5)).toEqual([
      'rolling-back',
      'undone b',
      'kept sure',
      'undone a',
      'rolled-back',
    ]);
    expect(world.things.size).toBe(0);
  });

  it('takes back an effect whose outcome was never told, because it can be seen to be ours', async () => {
    const { log, session, world } = await rehearse(putThing('a'));
    log.beforeAppend = ({ type }) => {
      if (type === 'step.done') throw new Error('the power went');
    };
    await expect(executeRun(session())).rejects.toThrow('the power went');
    await undoRun(session());
    expect(world.things.size).toBe(0);
  });

  it('leaves what somebody else made alone', async () => {
    const { session, world } = await rehearse(putThing('a'));
    world.things.set('a', 'somebody else');
    await executeRun(session());
    await undoRun(session());
    expect(world.things.get('a')).toBe('somebody else');
  });

  it('asks nobody any more once it has begun, and says of an unanswered step that it did not run', async () => {
    const { log, session } = await rehearse(putThing('a'), askPerson('sure'));
    await executeRun(session());
    expect(log.story().at(-1)).toBe('waiting sure');
    await undoRun(session());
    expect(foldRun(log.all)?.steps.get('sure')).toEqual({ standing: 'not-run', touched: false });
  });

  it('lets the undo of a step see what later ones left on purpose', async () => {
    const seen: unknown[] = [];
    const first = putThing('a');
    const looking = { ...first, undo: { says: '', run: look } } as typeof first;
    const { session, world } = await rehearse(looking, askPerson('sure'), askPerson('more'));
    function look(ctx: Parameters<typeof first.observe>[0]): Promise<void> {
      for (const id of ['sure', 'more'])
        seen.push(ctx.findReceipt({ id, receipt: z.object({ yes: z.boolean() }) }));
      world.things.clear();
      return Promise.resolve();
    }
    await executeRun(session());
    await executeRun(session(), { stepId: 'sure', value: { yes: true } });
    await undoRun(session());
    expect(seen).toEqual([{ yes: true }, undefined]);
  });

  it('stops at a step that cannot be taken back, and goes on from there later', async () => {
    const { log, session, world } = await rehearse(putThing('a'), putThing('b'));
    await executeRun(session());
    throwAt(world, 'undo a', new OperatorError('E_DB_UNREACHABLE'));
    await undoRun(session());
    expect(log.story().slice(-3)).toEqual(['rolling-back', 'undone b', 'undo-failed a']);
    await undoRun(session());
    expect(log.story().slice(-2)).toEqual(['undone a', 'rolled-back']);
  });

  it('does not call absent what can still be seen', async () => {
    const { log, session, world } = await rehearse(putThing('a'));
    await executeRun(session());
    world.things.delete = () => false;
    await undoRun(session());
    expect(log.all.at(-1)?.data).toMatchObject({ step: 'a', code: 'E_UNDO_INCOMPLETE' });
  });
});
