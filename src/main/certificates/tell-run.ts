import { z } from 'zod';
import { isOperatorError } from '../../shared/errors/operator-error.ts';
import { approvalPurposes, type AcceptedApproval } from '../../shared/model/approval.ts';
import type { CertificateCheck, CertificateReport } from '../../shared/model/certificate.ts';
import { checkedItem } from '../../shared/model/checklist.ts';
import type { LedgerEntry } from '../../shared/model/ledger-entry.ts';
import { checkApproval } from '../approvals/check-approvals.ts';
import type { RunRecord, StepRecord } from '../engine/fold-run.ts';
import { foldPolicy, policyEvents } from '../policy/fold-policy.ts';
import type { Proven } from './proven-entries.ts';
import { tellDeeds } from './tell-deeds.ts';

type Says = Omit<NonNullable<CertificateReport['says']>, 'log'>;

/** What the entries of a run say in the words of a certificate, and the checks that only some runs have. */
export type Telling = {
  readonly says: Says;
  readonly checks: readonly CertificateCheck[];
  /** Steps that were begun and have no outcome. */
  readonly unfinished: readonly string[];
};

const ended: Partial<Record<RunRecord['phase'], Says['outcome']>> = {
  completed: 'completed',
  'rolled-back': 'rolled-back',
};

const settled: readonly StepRecord['standing'][] = ['done', 'undone', 'kept', 'not-run'];

/** Tells a run by its proven entries. */
export function tellRun(run: RunRecord, proven: Proven): Telling {
  const entries = proven.entries.map(({ entry }) => entry);
  const { checks, accepted } = tellApprovals(run, entries);
  const steps = [...run.steps];
  const isolation = isolationOf(run);
  const says: Says = {
    runbook: run.opened.runbook,
    runId: run.runId,
    tenantId: run.tenantId,
    environment: run.opened.environment,
    operator: run.openedEntry.actor,
    openedAt: run.openedEntry.time,
    endedAt: run.changedAt,
    outcome: ended[run.phase] ?? 'unfinished',
    planDigest: digestIn(run.steps.get('approve-plan') ?? run.steps.get('two-person-approval')),
    approvals: accepted,
    deeds: [...tellDeeds(run)],
    checklist: checklistOf(run),
    ...(isolation && { isolation }),
    steps: steps.map(([id, { standing, startedAt = '' }]) => ({ id, outcome: standing, at: startedAt })),
  };
  const unfinished = steps.filter(([, { standing }]) => !settled.includes(standing)).map(([id]) => id);
  return {
    says,
    checks: [...checks, ...checkIsolation(says)],
    unfinished: says.outcome === 'rolled-back' ? [] : unfinished,
  };
}

const digestIn = (step: StepRecord | undefined): string => {
  const digest = step?.receipt?.['digest'];
  return typeof digest === 'string' ? digest : '';
};

/** The receipt of the step of any model whose id ends so. */
const receiptOf = ({ steps }: RunRecord, ending: string): unknown =>
  [...steps].find(([id]) => id.endsWith(ending))?.[1].receipt;

function checklistOf(run: RunRecord): Says['checklist'] {
  const kept = z.object({ items: z.array(checkedItem) }).safeParse(receiptOf(run, '.complete-checklist'));
  return kept.success ? kept.data.items : [];
}

const verified = z.object({
  passed: z.int(),
  failed: z.int(),
  inconclusive: z.int(),
  override: z.unknown().optional(),
});

function isolationOf(run: RunRecord): Says['isolation'] {
  const found = verified.safeParse(receiptOf(run, '.verify-access'));
  if (!found.success) return undefined;
  const { override, ...counts } = found.data;
  return { ...counts, overridden: override !== undefined };
}

/** A completed provisioning handed nothing over before its probes had passed, unless others took that on themselves. */
function checkIsolation({ isolation, outcome }: Says): CertificateCheck[] {
  if (isolation === undefined || outcome !== 'completed') return [];
  const { passed, failed, inconclusive, overridden } = isolation;
  const words = `${passed} probes passed, ${failed} failed, ${inconclusive} were inconclusive`;
  return [
    {
      id: 'isolation',
      title: 'The tenant was shown to be isolated before the hand-over',
      holds: overridden || failed + inconclusive === 0,
      words: overridden ? `${words}; other people overrode this.` : `${words}.`,
    },
  ];
}

const received = z.object({ stepId: z.string(), purpose: z.enum(approvalPurposes), document: z.string() });

/** Each approval is checked again, by the policy as it stood when it came in. */
function tellApprovals(run: RunRecord, entries: readonly LedgerEntry[]) {
  const digest = digestIn(run.steps.get('two-person-approval'));
  const documents = entries.filter(({ type }) => type === 'approval.received');
  if (documents.length === 0 || digest === '') return { checks: [], accepted: [] };
  const outcomes = documents.map((entry) => recheck(run, entry, digest, entries));
  const accepted = outcomes.filter((each) => typeof each !== 'string');
  const refused = outcomes.filter((each) => typeof each === 'string');
  const check: CertificateCheck = {
    id: 'approvals',
    title: 'Other people approved exactly this plan',
    holds: accepted.length > 0 && refused.every((code) => code === 'E_APPROVAL_DIGEST'),
    words: [`${accepted.length} signatures over ${digest}`, ...refused].join('; '),
  };
  return { checks: [check], accepted };
}

function recheck(
  run: RunRecord,
  { index, time, data }: LedgerEntry,
  digest: string,
  entries: readonly LedgerEntry[],
): AcceptedApproval | string {
  const { stepId, purpose, document } = received.parse(data);
  const before = entries.filter(
    (entry) => entry.index < index && policyEvents.some((type) => type === entry.type),
  );
  const { identities } = foldPolicy(before);
  const { runId, tenantId, openedEntry } = run;
  const subject = { purpose, runId, stepId, tenantId, digest, requester: openedEntry.actor, identities };
  try {
    return checkApproval(document, { ...subject, now: new Date(time) });
  } catch (error) {
    if (isOperatorError(error)) return error.code;
    throw error;
  }
}
