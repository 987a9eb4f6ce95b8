import { expect, it } from 'vitest';
import { executeRun } from '../../../src/main/engine/execute-run.ts';
import { stepRecord } from '../../../src/main/engine/fold-run.ts';
import { recordOf } from '../../../src/main/engine/run-session.ts';
import { putThing, rehearse } from '../../helpers/engine.ts';

it('reads each entry of a run once in a session, and still sees what another process adds', async () => {
  const run = await rehearse(putThing('a'));
  const session = run.session();
  const read: number[] = [];
  const entries = run.log.entries.bind(run.log);
  run.log.entries = (filter) => {
    const found = entries(filter);
    read.push(...found.map(({ index }) => index));
    return found;
  };
  const standing = () => stepRecord(recordOf(session), 'a').standing;
  const before = [standing(), standing()];
  run.log.entries = entries;
  const opened = read.splice(0);
  await executeRun(run.session());
  expect({ before, opened, after: standing() }).toEqual({
    before: ['not-run', 'not-run'],
    opened: [0],
    after: 'done',
  });
});
