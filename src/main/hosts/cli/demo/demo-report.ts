import { z } from 'zod';
import { checkedItem, type CheckedItem } from '../../../../shared/model/checklist.ts';
import type { RunState, RunView } from '../../../../shared/model/run.ts';
import type { StepState } from '../../../../shared/model/step.ts';
import type { RegisterRecord } from '../../../../shared/model/register.ts';
import type { VerifyReport } from '../../../../shared/model/verify-report.ts';

import type { OffboardingShown } from './show-offboarding.ts';

/** What `demo --json` prints. */
export type DemoReport = {
  readonly tenantId: string;
  readonly runs: readonly {
    readonly runbook: string;
    readonly state: RunState;
    readonly steps: readonly { readonly id: string; readonly state: StepState; readonly ms: number }[];
  }[];
  readonly checklist: readonly CheckedItem[];
  readonly isolation: {
    readonly probes: number;
    readonly passed: number;
    readonly failed: number;
    readonly inconclusive: number;
  };
  readonly ledger: { readonly entries: number; readonly verified: boolean; readonly root: string };
  /** Only with `--offboard`. */
  readonly offboarding?: {
    readonly signers: readonly string[];
    readonly proof: RegisterRecord['proof'];
    readonly erased: RegisterRecord['erased'];
    readonly retention: RegisterRecord['retention'];
    readonly exportFile: string;
    readonly certificate: { readonly file: string; readonly valid: boolean };
  };
  /** From the start of the process. */
  readonly seconds: number;
};

const checklistReceipt = z.object({ items: z.array(checkedItem) });
const probesReceipt = z.object({
  probes: z.int(),
  passed: z.int(),
  failed: z.int(),
  inconclusive: z.int(),
});
const handOverReceipt = z.object({ channel: z.literal('openpgp'), reference: z.string() });

/** Puts together what a run did and what the ledger says of it, from the receipts alone. */
export function demoReport(
  run: RunView,
  verdict: VerifyReport,
  seconds: number,
  offboarding?: OffboardingShown,
): DemoReport {
  const probed = receiptLike(run, probesReceipt);
  const { tenantId } = run;
  return {
    tenantId,
    runs: [run, ...(offboarding ? [offboarding.run] : [])].map(runOf),
    checklist: receiptLike(run, checklistReceipt)?.items ?? [],
    isolation: {
      probes: probed?.probes ?? 0,
      passed: probed?.passed ?? 0,
      failed: probed?.failed ?? 0,
      inconclusive: probed?.inconclusive ?? 0,
    },
    ledger: { entries: verdict.entries, verified: verdict.ok, root: verdict.root },
    ...(offboarding && { offboarding: offboardingOf(offboarding) }),
    seconds: Math.round(seconds * 100) / 100,
  };
}

const runOf = ({ runbook, state, steps }: RunView) => ({
  runbook,
  state,
  steps: steps.map(({ id, state: standing, ms = 0 }) => ({ id, state: standing, ms })),
});

const offboardingOf = ({ signers, record, exportFile, certificate }: OffboardingShown) => ({
  ...{ signers, exportFile, certificate },
  ...{ proof: record.proof, erased: record.erased, retention: record.retention },
});

/** Name of the file that the credentials were handed over in. */
export const handOverFile = (run: RunView): string | undefined =>
  receiptLike(run, handOverReceipt)?.reference;

function receiptLike<T>({ steps }: RunView, shape: z.ZodType<T>): T | undefined {
  return steps.map(({ receipt }) => shape.safeParse(receipt).data).find((found) => found !== undefined);
}
