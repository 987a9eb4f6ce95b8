import { revealSecret } from '../../../../shared/contract/runs.contract.ts';
import type { RunView } from '../../../../shared/model/run.ts';
import type { StepView } from '../../../../shared/model/step.ts';
import { useMay } from '../../shell/identity-context.ts';
import { RevealPassword } from './hand-over-prompt.tsx';

const linked: readonly unknown[] = ['onepassword', 'bitwarden'];

/** After a hand-over by link: the link itself, to be sent to the tenant. It stands in the console's memory only. */
export function ShareLink({ run, step }: { readonly run: RunView; readonly step: StepView }) {
  const mayReveal = useMay(revealSecret);
  const isThere =
    step.kind === 'hand-over' && step.state === 'done' && linked.includes(step.receipt?.['channel']);
  return isThere && mayReveal ? (
    <RevealPassword runId={run.runId} stepId={step.id} label="share link" />
  ) : null;
}
