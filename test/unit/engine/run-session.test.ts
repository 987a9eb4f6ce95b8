import { expect, it } from 'vitest';
import { executeRun } from '../../../src/main/engine/execute-run.ts';
import { stepRecord } from '../../../src/main/engine/fold-run.ts';
import { recordOf } from '../../../src/main/engine/run-session.ts';
import type { MemoryLog } from '../../fakes/memory-log.ts';
import { putThing, rehearse } from '../../helpers/engine.ts';

/** Which entries are read of a log from here on. */
function readingsOf(log: MemoryLog): number[] {
  const read: number[] = [];
  const entries = log.entries.bind(log);
  log.entries = (filter) => {
    const found = entries(filter);
    read.push(...found.map(({ index }) => index));
    return found;
  };
  return read;
}

it('reads each entry of a run once in a session, and still sees what another process adds', async () => {
  const run = await rehearse(putThing('a'));
  const session = run.session();
  const read = readingsOf(run.log);
  const standing = () => stepRecord(recordOf(session), 'a').standing;
  const before = [standing(), standing()];
  const opened = read.splice(0);
  await executeRun(run.session());
  expect({ before, opened, after: standing() }).toEqual({
    before: ['not-run', 'not-run'],
    opened: [0],
    after: 'done',
  });
});

it('reads an entry once, too, when another process adds it between the two looks at the log', async () => {
  const run = await rehearse(putThing('a'));
  const session = run.session();
  await executeRun(run.session());
  const size = run.log.size();
  const read = readingsOf(run.log);
  run.log.size = () => size - 2;
  recordOf(session);
  run.log.size = () => size;
  expect(recordOf(session).phase).toBe('completed');
  expect(read).toEqual(run.log.all.map(({ index }) => index));
});
