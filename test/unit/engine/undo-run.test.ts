import { describe, expect, it } from 'vitest';
import { OperatorError } from '../../../src/shared/errors/operator-error.ts';
import { executeRun } from '../../../src/main/engine/execute-run.ts';
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
