import { connectionSchema } from '../../shared/model/connection.ts';
import type { IsolationReport } from '../../shared/model/isolation-report.ts';
import { pensionPortal } from '../isolation/profiles/pension-portal.profile.ts';
import type { Trial } from '../isolation/selftest/plan-selftest.ts';
import { removeLeftovers } from '../isolation/suite/remove-leftovers.ts';
import { runSuite } from '../isolation/suite/run-suite.ts';
import { defaultLimits, type SuitePorts, type SuiteTarget } from '../isolation/suite/suite-ports.ts';
import type { LeakRange } from '../ports/leak-range.port.ts';
import { modelOf } from '../tenancy/index.ts';
import { temporaryPassword } from '../tenancy/temporary-password.ts';
import type { ConsoleContext } from './console-context.ts';

/**
 * Runs the suite on one portal of a range, on a tenant that was just made there. Afterwards whatever a leak kept from being
 * removed is removed through the range's clean portal, so that the next trial finds the canary as it should be.
 */
export async function tryPortal(
  ctx: ConsoleContext,
  range: LeakRange,
  url: string,
  { families }: Trial,
): Promise<IsolationReport> {
  const { sandbox } = range;
  const connection = connectionOf(range);
  const model = modelOf(ctx.models, connection.model);
  const database = await ctx.gateway(model.catalogues[0]).open(connection, sandbox.secrets.databasePassword);
  const opened = [url, sandbox.portal.url].map((at) => ctx.openPortal(pensionPortal, at));
  const [portal, clean] = opened;
  if (portal === undefined || clean === undefined) throw new Error('Two portals were opened');
  try {
    const { sharedPortal: check } = model;
    if (check === undefined) throw new Error('A range holds portals that tenants share');
    const parts = { database, connection, passwordHash: ctx.passwordHash, ids: ctx.ids };
    const ports: SuitePorts = { ...suitePorts(ctx, range), portal, ...check.judge(parts) };
    const target = targetOf(ctx, sandbox.canaryTenantId, await check.rehearsalTenant(parts), check.defaults);
    const report = await runSuite(ports, target, { ...defaultLimits, ...(families && { families }) });
    if (report.cleanUp.left.length > 0 || report.stopped !== undefined)
      await removeLeftovers(
        { ...ports, portal: clean },
        { ...target, isNew: false },
        { left: report.cleanUp.left },
      );
    return report;
  } finally {
    for (const each of opened) each.close();
    await database.close();
  }
}

const connectionOf = ({ sandbox: { postgres, portal, canaryTenantId } }: LeakRange) =>
  connectionSchema.parse({
    name: 'selftest',
    environment: 'sandbox',
    ...postgres,
    tls: 'loopback-plain',
    portal: { url: portal.url, canaryTenantId },
  });

function suitePorts(
  ctx: ConsoleContext,
  { sandbox }: LeakRange,
): Omit<SuitePorts, 'portal' | 'truth' | 'users'> {
  const { openPortal, openMail, clock, ids, signal } = ctx;
  const mail = () => Promise.resolve(openMail(sandbox.mail, sandbox.secrets.mailKey));
  return { openPortal, mail, clock, ids, signal, onProgress: () => undefined };
}

const targetOf = (
  { ids }: ConsoleContext,
  canaryTenantId: string,
  tenantId: string,
  defaults: readonly string[],
): SuiteTarget => ({
  runId: `run_${ids.ulid()}`,
  tenantId,
  canaryTenantId,
  isNew: true,
  defaults,
  password: temporaryPassword(ids),
});
