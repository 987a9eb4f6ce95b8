import { OperatorError } from '../../../shared/errors/operator-error.ts';
import {
  probeAssistant,
  probeCleanSlate,
  probeCreate,
  probeFact,
  probeForeignObject,
  type AccessProbe,
} from '../../isolation/access-check.ts';
import { removeMarked, type MadeObject } from '../../isolation/test-data.ts';
import type { Portal, PortalSession } from '../../ports/portal.port.ts';
import type { CheckedItem } from '../../../shared/model/checklist.ts';
import type { CheckId } from './post-provisioning-checklist.ts';
import type { PooledContext } from './pooled-context.ts';
import {
  countTenantData,
  findAuditedObjects,
  findCanaryObjects,
  type CanaryObjects,
} from './statements/verify-access.statements.ts';

/** What the check creates, parents first; the portal profile says how. */
export const probedResources = ['employers', 'schemes', 'members'] as const;

/** A text that occurs nowhere else: test data is found by it and removed by it. */
export const probeMarker = ({ run }: PooledContext): string => `console-probe-${run.runId}`;

/** An address that no mail leaves the service for (RFC 2606 `.invalid`). */
const probeAddress = ({ run }: PooledContext): string => `${run.runId.toLowerCase()}@probe.invalid`;

/** How long a notification may take to reach the mail service, and how often it is looked for. */
const MAIL_WAIT_MS = 10_000;
const MAIL_POLL_MS = 250;

/** All probes in order. What they create they remove, and the database proves it. */
export async function probeAccess(
  ctx: PooledContext,
  portal: Portal,
  session: PortalSession,
): Promise<readonly AccessProbe[]> {
  const canary = await canaryObjects(ctx);
  const isolation: AccessProbe[] = [];
  for (const resource of probedResources) isolation.push(await probeCleanSlate(portal, session, resource));
  isolation.push(await probeForeignObject(portal, session, 'employers', canary.employerId));
  isolation.push(await probeForeignObject(portal, session, 'schemes', canary.schemeId));
  isolation.push(await probeForeignObject(portal, session, 'members', canary.memberId));
  return [...isolation, ...(await probeFunction(ctx, portal, session))];
}

async function canaryObjects({ ports }: PooledContext): Promise<CanaryObjects> {
  const tenantId = ports.connection.portal?.canaryTenantId;
  if (tenantId === undefined) throw new OperatorError('E_CANARY_MISSING');
  const [objects] = await ports.database.read((tx) => tx.run(findCanaryObjects, { tenantId }));
  if (objects === undefined) throw new OperatorError('E_CANARY_MISSING', { details: { tenantId } });
  return objects;
}

/** P12: employer, scheme, member, assistant, e-mail, audit trail, clean-up. */
async function probeFunction(
  ctx: PooledContext,
  portal: Portal,
  session: PortalSession,
): Promise<AccessProbe[]> {
  const made: MadeObject[] = [];
  const probes: AccessProbe[] = [];
  for (const resource of probedResources) {
    probes.push(
      await probeCreate(portal, session, resource, templateValues(ctx, made), (object) => made.push(object)),
    );
  }
  probes.push(await probeAssistant(portal, session, templateValues(ctx, made)));
  probes.push(await probeFact('e-mail', 'The enrolment e-mail arrives', () => enrolmentMail(ctx)));
  probes.push(
    await probeFact('audit-log', 'Every test action is in the audit trail', () => auditedActions(ctx, made)),
  );
  probes.push(await probeFact('clean-up', 'The test data is gone', () => cleanUp(ctx, portal, session)));
  return probes;
}

function templateValues(ctx: PooledContext, made: readonly MadeObject[]) {
  const ids = Object.fromEntries(made.map(({ resource, id }) => [`${resource}.id`, id]));
  const unique = ctx.run.runId.slice(-8).toLowerCase();
  const today = ctx.clock.now().toISOString().slice(0, 10);
  return {
    ...ids,
    marker: probeMarker(ctx),
    unique,
    email: probeAddress(ctx),
    today,
    tenantId: ctx.run.tenantId,
  };
}

async function enrolmentMail(ctx: PooledContext) {
  const mail = await ctx.ports.mail();
  const until = ctx.clock.monotonicMs() + MAIL_WAIT_MS;
  for (;;) {
    const arrived = (await mail.sentTo(probeAddress(ctx))).length;
    if (arrived > 0) return { holds: true, note: `${arrived} in the mail service` };
    if (ctx.clock.monotonicMs() >= until)
      return { holds: false, note: `none within ${MAIL_WAIT_MS / 1000} s` };
    await ctx.clock.sleep(MAIL_POLL_MS, ctx.signal);
  }
}

async function auditedActions({ ports, run }: PooledContext, made: readonly MadeObject[]) {
  const entityIds = made.map(({ id }) => String(id));
  const { tenantId } = run;
  const audited = await ports.database.read((tx) => tx.run(findAuditedObjects, { tenantId, entityIds }));
  const holds = made.length === probedResources.length && audited.length === entityIds.length;
  return { holds, note: `${audited.length} of ${entityIds.length} objects` };
}

async function cleanUp({ ports, run, ...ctx }: PooledContext, portal: Portal, session: PortalSession) {
  await removeMarked(portal, session, probedResources, probeMarker({ ports, run, ...ctx }));
  const [counts] = await ports.database.read((tx) => tx.run(countTenantData, { tenantId: run.tenantId }));
  const rows = counts === undefined ? -1 : counts.employers + counts.schemes + counts.members;
  return { holds: rows === 0, note: `${rows} rows left` };
}

/** Which probes answer which check; `audit-trail` is proven by the creating transaction. */
const probesOf: Readonly<Record<Exclude<CheckId, 'audit-trail'>, readonly string[]>> = {
  login: ['login'],
  isolation: [
    ...probedResources.map((name) => `clean-slate.${name}`),
    ...probedResources.map((name) => `foreign.${name}`),
  ],
  'create-employer': ['create.employers'],
  'create-scheme': ['create.schemes'],
  'enrol-member': ['create.members'],
  assistant: ['assistant'],
  'e-mail': ['e-mail'],
  'audit-log': ['audit-log'],
  'clean-up': ['clean-up'],
};

/** The verdicts of the checklist that follow from the probes: one that is no pass decides. */
export const accessChecks = (probes: readonly CheckedItem[]): Omit<CheckedItem, 'title'>[] =>
  Object.entries(probesOf).map(([id, wanted]) => {
    const answers = probes.filter((each) => wanted.includes(each.id));
    const verdicts = answers.map(({ verdict }) => verdict);
    const worst = (['fail', 'inconclusive'] as const).find((each) => verdicts.includes(each)) ?? 'pass';
    const note = answers
      .map((each) => `${each.id}: ${each.note === '' ? each.verdict : each.note}`)
      .join('; ');
    return { id, verdict: answers.length < wanted.length ? 'inconclusive' : worst, note };
  });
