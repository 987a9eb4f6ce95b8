import { isOperatorError } from '../../../shared/errors/operator-error.ts';
import { auditProbes } from '../families/audit.ts';
import { cleanSlateProbes } from '../families/clean-slate.ts';
import { existenceProbes, timingProbes } from '../families/existence.ts';
import { fileRecordProbes } from '../families/file-records.ts';
import { functionProbes } from '../families/function.ts';
import { readProbes } from '../families/read.ts';
import { get } from '../families/requests.ts';
import { roleProbes } from '../families/role.ts';
import { sessionProbes } from '../families/session.ts';
import { tenantAnchorProbes } from '../families/tenant-anchor.ts';
import { writeProbes } from '../families/write.ts';
import { castRoles, type Cast } from './cast.ts';
import { doneWith, type Done } from './check-audit.ts';
import { checkEndings } from './check-endings.ts';
import { checkFiles } from './check-files.ts';
import { checkAssistant, expectMail, reportMakings } from './check-function.ts';
import { takeUnmoved } from './check-unmoved.ts';
import type { Before } from './clean-up.ts';
import { collectFacts, type Ground } from './collect-facts.ts';
import { rememberOriginals } from './originals.ts';
import { runLanes } from './run-lanes.ts';
import { runTiming } from './run-timing.ts';
import { sideBySide } from './side-by-side.ts';
import { asksAbout, type Stage } from './stage.ts';
import { makeChain, makeLeaves } from './test-data.ts';

/** What everybody may see, learned from what is open on purpose: it tells public data from a leak. */
export async function learnPublic({ asking, sight, profile }: Stage): Promise<void> {
  for (const path of profile.anonymousPaths) {
    try {
      sight.learnPublic(await asking.ask('anonymous', get(path)));
    } catch (error) {
      if (!isOperatorError(error)) throw error;
    }
  }
}

/** The clean slate, then test data on both sides: the ground that all other probes stand on. */
export async function layGround(stage: Stage, standing: Before, cast: Cast): Promise<Ground> {
  const { profile, target } = stage;
  const [compareUnmoved] = await sideBySide(
    takeUnmoved(stage),
    runLanes(stage, cleanSlateProbes(profile, target)),
  );
  const canaryChain = await makeChain(stage, 'canary');
  stage.parents.canary = canaryChain.values;
  const canary = { chain: canaryChain, leaves: await makeLeaves(stage, 'canary', canaryChain) };
  await compareUnmoved();
  const [own, other] = await sideBySide(makeChain(stage, 'tenant'), makeChain(stage, 'tenant'));
  stage.parents.tenant = own.values;
  reportMakings(stage, own.makings);
  if (asksAbout(stage, 'function')) stage.later.push(expectMail(stage, own.makings));
  const [leaves, disabled] = await sideBySide(makeLeaves(stage, 'tenant', own), castRoles(stage, own.values));
  const tenant = { own, other, leaves };
  return { cast, disabledUserId: disabled.id, standing, tenant, canary };
}

/** Every question, what only reads first, what takes a target away last, the clock alone. Answers with what was done. */
export async function askEverything(stage: Stage, ground: Ground): Promise<readonly Done[]> {
  const { profile, limits } = stage;
  const facts = collectFacts(stage, ground);
  learnRows(stage, ground);
  await rememberOriginals(stage, facts);
  const reads = [
    ...fileRecordProbes(profile, facts),
    ...functionProbes(profile, facts),
    ...readProbes(profile, facts),
    ...auditProbes(profile, facts),
  ];
  await sideBySide(
    ...(asksAbout(stage, 'files') ? [checkFiles(stage, facts)] : []),
    ...(asksAbout(stage, 'function') ? [checkAssistant(stage)] : []),
    runLanes(stage, reads),
  );
  await runLanes(stage, [
    ...tenantAnchorProbes(profile, facts),
    ...sessionProbes(profile, facts),
    ...roleProbes(profile, facts),
  ]);
  await runLanes(stage, writeProbes(profile, facts));
  const leaving = stage.users.find(({ id }) => id === ground.disabledUserId);
  await sideBySide(
    ...(leaving !== undefined && asksAbout(stage, 'session', 'audit')
      ? [checkEndings(stage, facts, leaving)]
      : []),
    runLanes(stage, existenceProbes(profile, facts)),
  );
  if (limits.timing && asksAbout(stage, 'existence'))
    stage.results.push(...(await runTiming(stage, timingProbes(profile, facts))));
  for (const late of stage.later) await late();
  return doneWith(stage, ground.tenant.own);
}

/** Owners that are known, so that the database is asked about strangers alone. */
function learnRows({ sight, tenantOf }: Stage, { standing }: Ground): void {
  for (const side of ['tenant', 'canary'] as const)
    for (const [entity, rows] of standing[side])
      sight.learn(rows.map(({ id }) => ({ entity, id, tenantId: tenantOf[side] })));
}
