import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { leakTrials } from '../../../src/main/isolation/selftest/plan-selftest.ts';
import { sumUp } from '../../../src/main/isolation/selftest/sum-up.ts';
import { removeLeftovers } from '../../../src/main/isolation/suite/remove-leftovers.ts';
import { runSuite } from '../../../src/main/isolation/suite/run-suite.ts';
import { defaultLimits, type SuiteLimits } from '../../../src/main/isolation/suite/suite-ports.ts';
import { leaks } from '../../../src/sandbox/portal/leaks/index.ts';
import type { Leak } from '../../../src/sandbox/portal/leak.ts';
import type { IsolationReport } from '../../../src/shared/model/isolation-report.ts';
import { insertTenant, openIsolationBench, type IsolationBench } from '../../helpers/isolation.ts';

/** Of the plain and of the subtle leaks of each family so many, as far apart in the list as can be; what the clock alone shows takes long. */
const OF_EACH = 2;

const groups = Map.groupBy(
  leaks.filter(({ id }) => !id.endsWith('-time')),
  ({ family, subtle }) => `${family} ${subtle ? 'subtle' : 'plain'}`,
);
const sample = [...groups.values()].flatMap((group) =>
  group.filter((_, at) => at % Math.ceil(group.length / OF_EACH) === 0),
);

/** The self-test tries all of them; here a sample stands for it, tried and judged in the same way. */
describe('a planted leak', { timeout: 60_000 }, () => {
  let bench: IsolationBench;
  beforeAll(async () => {
    bench = await openIsolationBench();
  });
  afterAll(() => bench.close());

  test.each(sample.map((leak) => [leak.family, leak.id, leak] as const))(
    'of the family %s is found by a probe of that family: %s',
    async (_family, _id, leak) => {
      const [trial] = leakTrials([leak], ['brokers-snake']);
      const report = await tryLeak(leak, trial!.families);
      const { missed, undecided } = sumUp([{ trial: trial!, report, ms: 0 }], '', 0);
      expect({ missed, undecided }).toEqual({ missed: [], undecided: [] });
    },
  );

  /** A tenant of its own for each, and a clean canary for the next. */
  async function tryLeak(leak: Leak, families: SuiteLimits['families']): Promise<IsolationReport> {
    const { ports, portal, database } = bench;
    const tenantId = await insertTenant(database, false);
    const target = { ...bench.target, runId: `run_${ports.ids.ulid()}`, tenantId };
    const limits = { ...defaultLimits, timing: false, patienceMs: 2_000, ...(families && { families }) };
    portal.change({ leaks: [leak] });
    const report = await runSuite(ports, target, limits);
    portal.change({ leaks: [] });
    await removeLeftovers(ports, { ...target, isNew: false }, { left: report.cleanUp.left });
    return report;
  }
});
