import { expect, test } from 'vitest';
import { executeRun } from '../../../src/main/engine/execute-run.ts';
import { planUndo } from '../../../src/main/engine/plan-undo.ts';
import { undoRun } from '../../../src/main/engine/undo-run.ts';
import { askPerson, putThing, rehearse } from '../../helpers/engine.ts';

test('says what it would take back, last step first, with the receipt that proves it, and changes nothing', async () => {
  const { log, session, world } = await rehearse(putThing('a'), askPerson('sure'), putThing('b'));
  await executeRun(session());
  await executeRun(session(), { stepId: 'sure', value: { yes: true } });
  const told = log.story().length;
  expect(await planUndo(session())).toMatchObject([
    { step: 'b', how: 'take-back', says: 'Take b away', proof: { thing: 'b' }, seen: 'present' },
    { step: 'sure', how: 'keep', says: 'words cannot be taken back' },
    { step: 'a', how: 'take-back', proof: { thing: 'a' }, seen: 'present' },
  ]);
  expect([log.story().length, world.things.size]).toEqual([told, 2]);
});

test('shows as proof what is seen to be ours where the outcome was never told, and leaves out what is taken back', async () => {
  const { log, session } = await rehearse(putThing('a'));
  log.beforeAppend = ({ type }) => {
    if (type === 'step.done') throw new Error('the power went');
  };
  await expect(executeRun(session())).rejects.toThrow('the power went');
  log.beforeAppend = () => undefined;
  expect(await planUndo(session())).toMatchObject([{ step: 'a', proof: { thing: 'a' }, seen: 'present' }]);
  await undoRun(session());
  expect(await planUndo(session())).toEqual([]);
});

test('shows what stands there now when it is not ours', async () => {
  const { session, world } = await rehearse(putThing('a'));
  await executeRun(session());
  world.things.set('a', 'somebody else');
  expect(await planUndo(session())).toMatchObject([{ step: 'a', seen: 'foreign' }]);
});
