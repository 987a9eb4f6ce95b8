import { isOperatorError } from '../../../shared/errors/operator-error.ts';
import type { ProbeResult } from '../../../shared/model/isolation-report.ts';
import type { PortalRequest } from '../../ports/portal.port.ts';
import { inconclusive, type Finding } from '../oracle/finding.ts';
import { decideTiming, screenTiming, timingRules } from '../oracle/timing.ts';
import { describeExpectation, type Probe } from '../probe.ts';
import { resultOf } from './results.ts';
import { reasonOf } from './run-probe.ts';
import type { Stage } from './stage.ts';

/** Compares answering times, one question after another and nothing beside them. */
export async function runTiming(stage: Stage, probes: readonly Probe[]): Promise<readonly ProbeResult[]> {
  const results: ProbeResult[] = [];
  for (const probe of probes) {
    const expectation = describeExpectation(probe.expect);
    const started = stage.ports.clock.monotonicMs();
    const finding = await compared(stage, probe, probes.length);
    const ms = stage.ports.clock.monotonicMs() - started;
    results.push(resultOf(stage, probe, finding, { expectation, request: probe.request, ms }));
  }
  return results;
}

async function compared(
  stage: Stage,
  { expect, request, actor }: Probe,
  comparisons: number,
): Promise<Finding> {
  if (expect.kind !== 'as-fast-as-missing') throw new Error('Only times are compared here');
  const { missing } = expect;
  const time = (asked: PortalRequest) => async () => (await stage.asking.ask(actor, asked)).ms;
  try {
    const [foreign = [], first = []] = await interleaved(
      stage,
      [time(request), time(missing)],
      timingRules.screen,
    );
    const seen = screenTiming({ foreign, missing: first });
    if (seen !== undefined) return seen;
    const asked = [time(request), time(missing), time(missing)];
    const [later = [], other = [], again = []] = await interleaved(stage, asked, timingRules.decide);
    return decideTiming({ foreign: later, missing: other, again }, comparisons);
  } catch (error) {
    if (!isOperatorError(error)) throw error;
    return inconclusive(reasonOf(error.code, error.message));
  }
}

/** Takes turns in rounds, each round in an order that chance decides: what the machine does meanwhile hits all alike. */
async function interleaved(
  { ports }: Stage,
  questions: readonly (() => Promise<number>)[],
  rounds: number,
): Promise<readonly (readonly number[])[]> {
  const times = questions.map((): number[] => []);
  for (let round = 0; round < rounds; round++) {
    const turn = ports.ids.bytes(questions.length);
    const order = questions.map((_, at) => at).toSorted((a, b) => (turn[a] ?? 0) - (turn[b] ?? 0));
    for (const at of order) times[at]?.push((await questions[at]?.()) ?? 0);
  }
  return times;
}
