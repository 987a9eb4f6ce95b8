import { z } from 'zod';
import { checkedItem, type CheckedItem } from '../../../../shared/model/checklist.ts';
import type { RunState, RunView } from '../../../../shared/model/run.ts';
import type { StepState } from '../../../../shared/model/step.ts';
import type { VerifyReport } from '../../../../shared/model/verify-report.ts';

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
export function demoReport(run: RunView, verdict: VerifyReport, seconds: number): DemoReport {
  const probed = receiptLike(run, probesReceipt);
  const { tenantId, runbook, state, steps } = run;
  return {
    tenantId,
    runs: [{ runbook, state, steps: steps.map(({ id, state, ms = 0 }) => ({ id, state, ms })) }],
    checklist: receiptLike(run, checklistReceipt)?.items ?? [],
    isolation: {
      probes: probed?.probes ?? 0,
      passed: probed?.passed ?? 0,
      failed: probed?.failed ?? 0,
      inconclusive: probed?.inconclusive ?? 0,
    },
    ledger: { entries: verdict.entries, verified: verdict.ok, root: verdict.root },
    seconds: Math.round(seconds * 100) / 100,
  };
}

/** Name of the file that the credentials were handed over in. */
export const handOverFile = (run: RunView): string | undefined =>
  receiptLike(run, handOverReceipt)?.reference;

function receiptLike<T>({ steps }: RunView, shape: z.ZodType<T>): T | undefined {
  return steps.map(({ receipt }) => shape.safeParse(receipt).data).find((found) => found !== undefined);
}
