import { verifyTenant } from '../../../src/shared/contract/isolation.contract.ts';
import { startOffboarding } from '../../../src/shared/contract/offboard.contract.ts';
import { showRun, startProvisioning } from '../../../src/shared/contract/runs.contract.ts';
import { startUpkeep } from '../../../src/shared/contract/upkeep.contract.ts';
import type { JsonObject } from '../../../src/shared/model/json.ts';
import type { RunView } from '../../../src/shared/model/run.ts';
import type { Workstation } from '../deployment.ts';
import type { WayOf } from '../ground.ts';
import { goForward, type Desk, type End, type Journey } from '../journey.ts';
import { signAs } from '../offboarding.ts';
import type { Case, Map } from '../points.ts';
import { clean, type Verdict } from '../verdict.ts';
import { auditTenant, type Wanted } from './audit-tenant.ts';
import { emailOf, PLATFORM, slugOf, type Backdoor } from './backdoor.ts';

const connection = PLATFORM;

export type Platform = {
  readonly backdoor: Backdoor;
  /** Makes the tenants that others then take apart. */
  readonly maker: Desk;
};

/** Every place once; of what can be taken back both ways out of it, and every place on the way back. */
const everyPlace = ({ way, forward, back }: Map): readonly Case[] => {
  const of = (direction: Case['direction'], length: number, ending: Case['ending']) =>
    Array.from({ length }, (_, at): Case => ({ way, direction, dieAt: at + 1, ending }));
  return [
    ...of('forward', forward.length, 'resumed'),
    ...(back.length > 0 ? of('forward', forward.length, 'rolled-back') : []),
    ...of('back', back.length, 'rolled-back'),
  ];
};

const runbooks = { provision: 12, offboard: 3, verify: 1, adopt: 2, purge: 2, migrate: 1 } as const;
type Runbook = keyof typeof runbooks;

export const ways = Object.entries(runbooks).map(([way, weight]): WayOf => ({
  way,
  weight,
  goesBack: way === 'provision',
  cases: everyPlace,
}));

/** A tenant, whole and in use; or nothing of it. */
const whole: Wanted = { row: 1, active: 1, database: 1, role: 1, secret: 1 };
const nothing: Wanted = { row: 0, active: 0, database: 0, role: 0, secret: 0 };

/** Leads one runbook through, for a tenant of its own that is made ready for it first. */
export async function journeyOf(
  platform: Platform,
  way: string,
  number: number,
  { offices }: Workstation,
): Promise<Journey> {
  const runbook = way as Runbook;
  const tenantId = slugOf(number);
  await makeReady(platform, runbook, tenantId);
  return {
    runbook: `database.${runbook}`,
    tenantId,
    start: (desk) => start(desk, runbook, tenantId),
    answer: async ({ stepId, defaults }, { runId }, desk) => {
      if (stepId === 'two-person-approval') await signAs(desk, signersOf(runbook, offices), runId);
      return defaults ?? {};
    },
    audit: (end) => auditRun(platform, runbook, tenantId, end),
  };
}

/** The DPO signs for the end of a tenant, and not for the removal of what never was one. */
const signersOf = (runbook: Runbook, offices: Workstation['offices']) =>
  runbook === 'purge' ? offices.slice(1) : offices;

async function makeReady({ maker, backdoor }: Platform, runbook: Runbook, tenantId: string): Promise<void> {
  if (runbook === 'adopt' || runbook === 'purge') return backdoor.leaveParts(tenantId);
  if (runbook === 'provision') return;
  const made = await goForward(maker, {
    ...{ runbook: 'database.provision', tenantId },
    start: (desk) => start(desk, 'provision', tenantId),
    answer: ({ defaults }) => defaults ?? {},
    audit: () => Promise.resolve(clean),
  });
  if (made.state !== 'completed') throw new Error(`${tenantId} could not be made ready: ${made.state}`);
}

const intakeOf = (slug: string) => ({
  ...{ slug, legalName: `Firm ${slug}` },
  contact: { name: 'Ada Example', email: emailOf(slug) },
});

async function start(desk: Desk, runbook: Runbook, tenantId: string): Promise<RunView> {
  const named = { tenantId, legalName: `Firm ${tenantId}` };
  const upkeep = (input: JsonObject) => desk.call(startUpkeep, { connection, runbook, input });
  switch (runbook) {
    case 'provision':
      return desk.call(startProvisioning, { connection, intake: intakeOf(tenantId) });
    case 'offboard': {
      const end = { reason: 'contract ended', recipient: { email: emailOf(tenantId) }, waitDays: 0 };
      return desk.call(startOffboarding, { connection, input: { ...named, ...end } });
    }
    case 'verify': {
      const { runId } = await desk.call(verifyTenant, { connection, tenantId });
      return desk.call(showRun, { runId });
    }
    case 'adopt':
      return upkeep(intakeOf(tenantId));
    case 'purge':
      return upkeep({ ...named, reason: 'nobody knows it' });
    case 'migrate':
      return upkeep(named);
  }
}

async function auditRun(
  { backdoor }: Platform,
  runbook: Runbook,
  tenantId: string,
  end: End,
): Promise<Verdict> {
  const gone = runbook === 'offboard' || runbook === 'purge';
  const wanted = (end === 'completed') === gone ? nothing : whole;
  const verdict = await auditTenant(backdoor, tenantId, end, wanted);
  const probes = await backdoor.probesIn(tenantId);
  if (probes === 0) return verdict;
  return { ...verdict, orphans: [...verdict.orphans, `${tenantId} ${end}: ${probes} users of a check`] };
}
