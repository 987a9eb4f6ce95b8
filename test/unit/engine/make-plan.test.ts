import { describe, expect, it } from 'vitest';
import { askPerson, putThing, rehearse } from '../../helpers/engine.ts';

describe('planning a run', () => {
  it('changes nothing, in the world or in the log', async () => {
    const { log, session, world } = await rehearse(putThing('a'), askPerson('sure'));
    await session().plan();
    expect(log.story()).toEqual(['opened']);
    expect(world.things.size).toBe(0);
  });

  it('says of every step what is there, what it would do, and what a rollback would do', async () => {
    const { session } = await rehearse(putThing('a'), askPerson('sure'));
    const { plan } = await session().plan();
    expect(plan.steps).toMatchObject([
      {
        id: 'a',
        observed: 'absent',
        effects: [{ verb: 'insert', object: 'a', count: 1 }],
        undo: 'Take a away',
      },
      { id: 'sure', observed: 'unknown', effects: [], undo: 'Nothing: words cannot be taken back' },
    ]);
    expect(plan.blastRadius).toEqual([{ object: 'a', verb: 'insert', count: 1 }]);
  });

  it('gives one state one digest, and another state another', async () => {
    const { session, world } = await rehearse(putThing('a'));
    const before = await session().plan();
    expect((await session().plan()).digest).toBe(before.digest);
    world.things.set('a', 'somebody else');
    expect((await session().plan()).digest).not.toBe(before.digest);
  });

  it('binds the intake without saying what it is', async () => {
    const { session } = await rehearse(putThing('a'));
    const { plan } = await session().plan();
    expect(plan.inputCommitment).toMatch(/^[0-9a-f]{64}$/);
    expect(JSON.stringify(plan)).not.toContain('"me"');
  });
});
