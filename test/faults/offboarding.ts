import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { startOffboarding } from '../../src/shared/contract/offboard.contract.ts';
import type { Console } from '../../src/main/compose.ts';
import type { JsonObject } from '../../src/shared/model/json.ts';
import { haveSigned } from '../helpers/offices.ts';
import type { TestPortal } from '../helpers/sandbox.ts';
import { Refused } from './console-process.ts';
import { HERE } from './deployment.ts';
import { runOf, type Desk, type End, type Journey } from './journey.ts';
import { LEAVER_ROWS, makeLeaver, markOf, peopleOf } from './leaver.ts';
import { clean, type Verdict } from './verdict.ts';

export type Leaving = {
  readonly portal: TestPortal;
  /** Who signs. */
  readonly offices: readonly Console[];
  /** Folder of the console that exports. */
  readonly home: string;
};

const said: Readonly<Record<string, JsonObject>> = {
  'pooled.confirm-receipt': {
    ...{ channel: 'courier', confirmedBy: 'Ada', confirmedOn: '2026-11-01', evidence: 'letter 7' },
  },
  'pooled.cancel-billing': { reference: 'BILL-17', cancelledOn: '2026-11-30' },
};

/** Off-boards a broker that was made for it, with the signatures of two offices. */
export async function offboarding(leaving: Leaving, number: number): Promise<Journey> {
  const { portal, offices } = leaving;
  const { tenantId } = await makeLeaver(portal, number);
  const mark = markOf(number);
  const dpo = `dpo.${mark.toLowerCase()}@office.example`;
  const input = {
    ...{ tenantId, legalName: `Brokers ${number} Ltd`, reason: 'Contract ended', dpo: { email: dpo } },
    recipient: { name: `Ada ${mark}`, email: `ada@${mark.toLowerCase()}.example` },
  };
  return {
    runbook: 'pooled.offboard',
    tenantId,
    start: (by) => by.call(startOffboarding, { connection: HERE, input }),
    answer: async ({ stepId }, { runId }, by) => {
      if (stepId === 'two-person-approval') await signAs(by, offices, runId);
      return said[stepId] ?? {};
    },
    audit: async (end, desk) => {
      const runId = await runOf(desk, { tenantId, runbook: 'pooled.offboard' });
      return auditLeaver(leaving, { tenantId, mark, dpo, runId: runId ?? '' }, end);
    },
  };
}

/** Each office signs; one whose signature had arrived before the console died is not asked again. */
export async function signAs(desk: Desk, offices: readonly Console[], runId: string): Promise<void> {
  for (const office of offices)
    try {
      await haveSigned(desk, [office], runId);
    } catch (error) {
      if (!(error instanceof Refused && error.code === 'E_APPROVAL_SAME_KEY')) throw error;
    }
}

type Leaver = {
  readonly tenantId: string;
  readonly mark: string;
  readonly dpo: string;
  readonly runId: string;
};

/** What an off-boarding must have left, and not left, in the portal, in the mail and in the console's home. */
async function auditLeaver(
  { portal, home }: Leaving,
  { tenantId, mark, dpo, runId }: Leaver,
  end: End,
): Promise<Verdict> {
  const rows = await peopleOf(portal, tenantId);
  const text = JSON.stringify(rows);
  const roles = rows.map((row) => (row as { role?: string }).role).filter((role) => role !== undefined);
  const trail = await portal.db
    .selectFrom('audit_logs')
    .select('metadata')
    .where('tenantId', '=', tenantId)
    .where('action', '=', 'tenant-console.checkpoint')
    .execute();
  const notices = portal.mail.list().filter(({ to }) => to.includes(dpo)).length;
  const has = (file: string) => runId !== '' && existsSync(join(home, 'exports', `${runId}.${file}`));
  const done = end === 'completed';
  const finding = (wrong: boolean, what: string) => (wrong ? [`${tenantId} ${end}: ${what}`] : []);
  return {
    ...clean,
    orphans: [
      ...finding(text.includes('probe.invalid'), 'users of the proof are left'),
      ...finding(has('zip'), 'an export in the making is left'),
      ...finding(has('values'), 'what was looked for is still remembered'),
      ...finding(!done && has('export.zip'), 'the export is left'),
    ],
    doubles: [
      ...finding(rows.length !== LEAVER_ROWS, `${rows.length} rows, not ${LEAVER_ROWS}`),
      ...finding(notices > 1, `${notices} notices to the DPO`),
      ...finding(trail.length > 1, `${trail.length} records in the audit trail`),
    ],
    lies: done
      ? [
          ...finding(text.includes(mark), 'people are left'),
          ...finding(!roles.every((role) => role === 'Disabled'), 'somebody still has access'),
          ...finding(notices < 1, 'the DPO was not told'),
          ...finding(trail.length < 1, 'the audit trail does not know of it'),
          ...finding(!has('export.zip'), 'the export is gone'),
        ]
      : [],
  };
}
