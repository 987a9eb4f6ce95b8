import { isOperatorError } from '../../../shared/errors/operator-error.ts';
import type { ProbeResult } from '../../../shared/model/isolation-report.ts';
import type { PortalRequest, PortalResponse } from '../../ports/portal.port.ts';
import { fail, inconclusive, type Finding } from '../oracle/finding.ts';
import { judge } from '../oracle/judge.ts';
import { withoutIds } from '../oracle/signature.ts';
import { describeExpectation, type Expectation, type Guard, type Probe, type Side } from '../probe.ts';
import { mend } from './mend.ts';
import { resultOf } from './results.ts';
import { eyesOf, placesOf, type Stage } from './stage.ts';
import { noteMade } from './test-data.ts';
import { describeChanges, isUnchanged } from './watch.ts';

/** How many probes share one look at the rows that they guard. */
export const SHARED_LOOK = 16;

/**
 * Runs probes that guard the same rows, one after another, and looks at the rows once for all of them. Only when something
 * happened is each of them asked again, with a look of its own, to lay it at one door.
 */
export async function runTogether(stage: Stage, probes: readonly Probe[]): Promise<readonly ProbeResult[]> {
  const guard = probes[0]?.guard;
  const alone = () => oneByOne(probes, (probe) => runAlone(stage, probe));
  if (guard === undefined || probes.length < 2) return alone();
  let happened = '';
  let told: readonly ProbeResult[] = [];
  try {
    const look = await stage.watch.begin(guard);
    const results = await oneByOne(probes, ({ guard: _shared, ...probe }) => runProbe(stage, probe));
    const changes = await look?.changes();
    if (changes !== undefined && isUnchanged(changes)) return results;
    told = results.filter(({ verdict }) => verdict === 'fail');
    if (changes !== undefined) {
      happened = describeChanges(changes);
      await mend(stage, guard, changes);
    }
  } catch (error) {
    if (!isOperatorError(error)) throw error;
  }
  const results = await alone();
  if (happened === '' || results.some(({ verdict }) => verdict === 'fail')) return results;
  const once = `in the database, by one of ${results.length} probes and only the first time: ${happened}`;
  return results.map(
    (result) => told.find(({ id }) => id === result.id) ?? suspected(stage, guard, result, once),
  );
}

/** What happened once and not again is nobody's excuse, unless it may have been a write that was asked for before. */
const suspected = (stage: Stage, guard: Guard, result: ProbeResult, once: string): ProbeResult =>
  stage.watch.isUnsettled(guard)
    ? { ...result, verdict: 'inconclusive', reason: `${once}; or by a write whose answer was lost` }
    : { ...result, verdict: 'fail', reason: once };

/**
 * As `runProbe`; where a late write may have got in between, rows that changed count when they change again. An answer that told too
 * much counts at once.
 */
async function runAlone(stage: Stage, probe: Probe): Promise<ProbeResult> {
  const { guard } = probe;
  const { result: first, byRowsAlone } = await tryProbe(stage, probe);
  if (!byRowsAlone || guard === undefined || !stage.watch.isUnsettled(guard)) return first;
  const again = await runProbe(stage, probe);
  return again.verdict === 'fail' ? again : suspected(stage, guard, again, first.reason);
}

async function oneByOne(
  probes: readonly Probe[],
  run: (probe: Probe) => Promise<ProbeResult>,
): Promise<readonly ProbeResult[]> {
  const results: ProbeResult[] = [];
  for (const probe of probes) results.push(await run(probe));
  return results;
}

/** Asks one question, looks at what came and at what happened in the database, and judges. */
export const runProbe = async (stage: Stage, probe: Probe): Promise<ProbeResult> =>
  (await tryProbe(stage, probe)).result;

/** `byRowsAlone`: the answer was as it should be, and rows that it guards changed all the same. */
type Tried = { readonly result: ProbeResult; readonly byRowsAlone: boolean };

async function tryProbe(stage: Stage, probe: Probe): Promise<Tried> {
  const expectation = describeExpectation(probe.expect);
  const entity = stage.profile.resources.find(({ name }) => name === probe.resource)?.entity;
  const asked = {
    ...probe,
    ...stage.made.redirect({ request: probe.request, expect: probe.expect }, entity),
  };
  const { request } = asked;
  try {
    const { finding, response, byRowsAlone = false } = await askAndJudge(stage, asked);
    return { result: resultOf(stage, probe, finding, { expectation, request, response }), byRowsAlone };
  } catch (error) {
    if (!isOperatorError(error)) throw error;
    if (entity !== undefined && !reads.includes(request.method))
      stage.watch.unsettle({ side: sideOf(probe), entity });
    const open = inconclusive(reasonOf(error.code, error.message));
    return { result: resultOf(stage, probe, open, { expectation, request }), byRowsAlone: false };
  }
}

export const reasonOf = (code: string, message: string): string => `${code}: ${message}`;

type Answered = {
  readonly finding: Finding;
  readonly response: PortalResponse;
  readonly byRowsAlone?: boolean;
};

async function askAndJudge(stage: Stage, probe: Probe): Promise<Answered> {
  const { asking, watch } = stage;
  const { guard, expect, request } = probe;
  const look = guard === undefined ? undefined : await watch.begin(guard);
  if (probe.primedBy !== undefined) await asking.ask(probe.primedBy, request);
  if (probe.first !== undefined)
    noteWhatWasMade(stage, { ...probe, request: probe.first }, await asking.ask(probe.actor, probe.first));
  const [first, ...rest] = await controls(stage, probe);
  const before = await countedBefore(stage, expect);
  const response = await asking.ask(probe.actor, request, probe.cookies);
  const counted = await countedBy(stage, expect, before);
  const finding = judge(expect, normalised(expect, response), {
    denial: stage.profile.denial,
    strangers: await strangers(stage, probe, response),
    controls: [...(first === undefined ? [] : [first]), ...rest],
    counted,
    isHead: request.method === 'HEAD',
  });
  const changes = await look?.changes();
  noteWhatWasMade(stage, probe, response);
  if (guard === undefined) return { finding, response };
  if (changes === undefined)
    return { finding: inconclusive(`the database cannot answer for ${guard.entity}`), response };
  if (isUnchanged(changes)) return { finding, response };
  await mend(stage, guard, changes);
  const reason = `status ${response.status}, and in the database: ${describeChanges(changes)}`;
  const failed = fail(reason, Object.values(changes).flat());
  return { finding: failed, response, byRowsAlone: finding.verdict === 'pass' };
}

type Counts = ReadonlyMap<string, number>;

/** Where others work at the same time a count holds only if it is the same before and after. */
const countedBefore = async (stage: Stage, expect: Expectation): Promise<Counts | undefined> =>
  stage.target.isNew ? undefined : stage.ports.truth.countsOf(stage.target.tenantId, totalsOf(stage, expect));

/** Rows by the database where the answer tells numbers of them. In a new tenant nobody but the suite changes them. */
async function countedBy(stage: Stage, expect: Expectation, before?: Counts): Promise<Counts> {
  const { counts, target, ports } = stage;
  const entities = totalsOf(stage, expect);
  const unknown = entities.filter((entity) => !target.isNew || !counts.has(entity));
  const now: Counts = unknown.length === 0 ? new Map() : await ports.truth.countsOf(target.tenantId, unknown);
  for (const [entity, rows] of now) counts.set(entity, rows);
  return new Map(
    entities.flatMap((entity) => {
      const rows = counts.get(entity);
      const moved = before !== undefined && before.get(entity) !== rows;
      return rows === undefined || moved ? [] : [[entity, rows] as const];
    }),
  );
}

const totalsOf = ({ ports }: Stage, expect: Expectation): readonly string[] =>
  expect.kind === 'own-rows'
    ? (expect.totals ?? []).map(({ entity }) => entity).filter((each) => ports.truth.entities.includes(each))
    : [];

async function controls(stage: Stage, { expect, actor }: Probe): Promise<readonly PortalResponse[]> {
  if (expect.kind === 'denied' && expect.control !== undefined)
    return [await stage.asking.ask(actor, expect.control)];
  if (expect.kind !== 'like-missing') return [];
  const answers: PortalResponse[] = [];
  for (const { id, request } of expect.missing)
    answers.push(withoutIds(await stage.asking.ask(actor, request), [String(id)]));
  return answers;
}

const normalised = (expect: Expectation, response: PortalResponse): PortalResponse =>
  expect.kind === 'like-missing' ? withoutIds(response, [String(expect.id)]) : response;

/** Forged sessions and nobody at all have no eyes of their own: whatever they see is too much. */
function strangers(stage: Stage, probe: Probe, response: PortalResponse): Promise<readonly string[]> {
  const eyes = probe.expect.kind === 'no-session' ? 'nobody' : eyesOf(stage, probe.side);
  return stage.sight.strangers(eyes, probe.request, response, placesOf(stage, probe.resource));
}

const reads = ['GET', 'HEAD', 'OPTIONS'];

/** Whose rows whoever asks may change. */
const sideOf = ({ actor }: Probe): Side => (actor === 'canary' ? 'canary' : 'tenant');

/** A write that got through has made something, wherever it lies: it is removed at the end. */
function noteWhatWasMade(stage: Stage, probe: Probe, response: PortalResponse): void {
  const resource = stage.profile.resources.find(({ name }) => name === probe.resource);
  if (resource === undefined || reads.includes(probe.request.method)) return;
  if (response.status >= 300) return;
  const side = sideOf(probe);
  stage.watch.forget({ side, entity: resource.entity });
  stage.counts.delete(resource.entity);
  noteMadeBy(stage, side, resource, probe.request, response);
}

function noteMadeBy(
  stage: Stage,
  side: Side,
  resource: Stage['profile']['resources'][number],
  { method }: PortalRequest,
  response: PortalResponse,
): void {
  if (method === (resource.create?.method ?? 'POST')) noteMade(stage, side, resource, response);
}
