import { isOperatorError, OperatorError } from '../../../shared/errors/operator-error.ts';
import type {
  CleanUpProof,
  IntegrityFinding,
  IsolationReport,
} from '../../../shared/model/isolation-report.ts';
import { buildReport } from '../report/build-report.ts';
import { askEverything, layGround, learnPublic } from './acts.ts';
import { castAdministrators, type Cast } from './cast.ts';
import { auditUnread, checkAudit, type Done } from './check-audit.ts';
import type { Before } from './clean-up.ts';
import { cleanUpAround } from './clean-up-around.ts';
import { putBackOwn } from './originals.ts';
import { reportCleanUp, reportIntegrity } from './report-ends.ts';
import { openStage, type Stage } from './stage.ts';
import { defaultLimits, type SuiteLimits, type SuitePorts, type SuiteTarget } from './suite-ports.ts';

/**
 * Proves from outside, with the database as the judge, that the tenant sees and changes nothing of the others and can do its
 * work, and removes what it made (DESIGN §5; P11–P13, P18, P19, P21, L6–L8). The other tenant is always the canary.
 *
 * Answers with the report whatever the portal does: what could not be asked is inconclusive. Errors: `E_CANARY_MISSING`,
 * `E_CANCELLED`; those of the database when it is not there to judge.
 */
export async function runSuite(
  ports: SuitePorts,
  target: SuiteTarget,
  limits: SuiteLimits = defaultLimits,
): Promise<IsolationReport> {
  const stage = openStage(ports, target, limits);
  const startedAt = ports.clock.now().toISOString();
  const began = ports.clock.monotonicMs();
  const before = await standingRows(stage);
  const play = await perform(stage, before);
  refuseWhenStopped(ports);
  const { integrity, proof } = await end(stage, before, play);
  refuseWhenStopped(ports);
  const ms = Math.round(ports.clock.monotonicMs() - began);
  return buildReport(stage, { startedAt, ms, integrity, cleanUp: proof, stopped: play.stopped });
}

/** Nothing can be asked any more, so nothing more can be removed: that is no finding about the portal, and the next check does it. */
function refuseWhenStopped({ signal }: SuitePorts): void {
  if (signal.aborted) throw new OperatorError('E_CANCELLED');
}

/** How far the suite came. */
type Play = { readonly cast?: Cast; readonly done: readonly Done[]; readonly stopped?: OperatorError };

async function standingRows({ ports, target }: Stage): Promise<Before> {
  const { truth } = ports;
  const canary = await truth.rowsOf(target.canaryTenantId, truth.entities);
  if ([...canary.values()].every((rows) => rows.length === 0))
    throw new OperatorError('E_CANARY_MISSING', { details: { tenantId: target.canaryTenantId } });
  const tenant = target.isNew
    ? await truth.rowsOf(target.tenantId, truth.entities)
    : new Map<string, never>();
  return { canary, tenant };
}

/** What ends the acts early is kept for the report, and everything is cleaned up all the same. */
async function perform(stage: Stage, before: Before): Promise<Play> {
  const play: { cast?: Cast; done: readonly Done[]; stopped?: OperatorError } = { done: [] };
  try {
    play.cast = await castAdministrators(stage);
    await learnPublic(stage);
    const ground = await layGround(stage, before, play.cast);
    play.done = await askEverything(stage, ground);
    if (stage.asking.gone !== undefined) play.stopped = stage.asking.gone;
  } catch (error) {
    if (stage.ports.signal.aborted) throw new OperatorError('E_CANCELLED', { cause: error });
    if (!isOperatorError(error)) throw error;
    play.stopped = error;
  }
  return play;
}

async function end(
  stage: Stage,
  before: Before,
  { cast, done }: Play,
): Promise<{ readonly integrity: readonly IntegrityFinding[]; readonly proof: CleanUpProof }> {
  const { users, truth } = stage.ports;
  const integrity = await truth.integrity();
  reportIntegrity(stage, integrity);
  await putBackOwn(stage);
  const idsOf = (tenantId: string) =>
    stage.users.filter((user) => user.tenantId === tenantId).map(({ id }) => id);
  const admin = stage.target.admin?.userId;
  const actors = {
    tenant: [...idsOf(stage.tenantOf.tenant), ...(admin === undefined ? [] : [admin])],
    canary: idsOf(stage.tenantOf.canary),
  };
  const bound = stage.users.flatMap(({ id, boundTo }) => (boundTo === undefined ? [] : [id]));
  const proof = await cleanUpAround(stage, bound, actors, before);
  if (cast === undefined) auditUnread(stage, 'nobody could sign in');
  else await checkAudit(stage, cast.tenantUserId, withDeletions(done, proof));
  if (proof.left.length === 0) await users.remove(stage.users.map(({ id }) => id));
  reportCleanUp(stage, proof);
  return { integrity, proof };
}

const withDeletions = (done: readonly Done[], { left }: CleanUpProof): readonly Done[] =>
  done.map((each) =>
    left.some(({ id }) => id === each.id) ? each : { ...each, actions: [...each.actions, 'delete'] },
  );
