import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { OperatorError } from '../../../src/shared/errors/operator-error.ts';
import { executeRun } from '../../../src/main/engine/execute-run.ts';
import { findRun } from '../../../src/main/engine/open-run.ts';
import { isRunEvent } from '../../../src/main/engine/run-events.ts';
import { stateByLastEvent } from '../../../src/main/engine/state-by-last-event.ts';
import { undoRun } from '../../../src/main/engine/undo-run.ts';
import { viewRun } from '../../../src/main/engine/view-run.ts';
import { askPerson, putThing, rehearse } from '../../helpers/engine.ts';

const places = ['observe a', 'before a', 'after a', 'observe b', 'before b', 'after b', 'undo a', 'undo b'];
const errors = ['E_DB_UNREACHABLE', 'E_COMMIT_IN_DOUBT'] as const;
const act = fc.oneof(
  fc.record({
    what: fc.constant('go on' as const),
    trouble: fc.constantFrom(...places),
    code: fc.constantFrom(...errors),
  }),
  fc.record({
    what: fc.constant('answer' as const),
    trouble: fc.constantFrom(...places),
    code: fc.constantFrom(...errors),
  }),
  fc.record({
    what: fc.constant('roll back' as const),
    trouble: fc.constantFrom(...places),
    code: fc.constantFrom(...errors),
  }),
);

describe('the state by the newest event', () => {
  it('is the state that the fold of all events tells, whatever happened', async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(act, { maxLength: 8 }), async (acts) => {
        const { log, session, world } = await rehearse(putThing('a'), askPerson('sure'), putThing('b'));
        for (const { what, trouble, code } of acts) {
          world.trouble = (where) => {
            if (where === trouble) throw new OperatorError(code);
          };
          const { phase } = findRun({ log }, session().runId);
          if (phase === 'rolled-back') break;
          if (what === 'roll back' || phase === 'rolling-back') await undoRun(session());
          else if (phase === 'forward')
            await executeRun(
              session(),
              what === 'answer' ? { stepId: 'sure', value: { yes: true } } : undefined,
            );
          const last = log.all.at(-1);
          if (last === undefined || !isRunEvent(last.type)) throw new Error('a run begins with its opening');
          const { state } = viewRun(findRun({ log }, session().runId), session().runbook, false);
          expect(stateByLastEvent(last.type, false)).toBe(state);
        }
      }),
      { numRuns: 300 },
    );
  });
});
