import type { RunView } from '../../../../src/shared/model/run.ts';
import type { Prompt, StepView } from '../../../../src/shared/model/step.ts';

export const sampleStep = (id: string, state: StepView['state'], more: Partial<StepView> = {}): StepView => ({
  id,
  title: `Step ${id}`,
  kind: 'automatic',
  state,
  ...more,
});

/** A run in any state, as the contract shows it. */
export const sampleRun = (
  state: RunView['state'],
  steps: readonly StepView[] = [],
  prompt?: Prompt,
): RunView => ({
  runId: 'run_1',
  runbook: 'pooled.provision',
  tenantId: 'brk_1',
  connection: 'sandbox',
  environment: 'sandbox',
  state,
  operator: 'key',
  openedAt: '2026-01-01T00:00:00.000Z',
  changedAt: '2026-01-01T00:00:01.000Z',
  stepsDone: 0,
  stepsTotal: steps.length,
  steps: [...steps],
  ...(prompt && { prompt }),
});

export const samplePrompt = (stepId: string, more: Partial<Prompt> = {}): Prompt => ({
  stepId,
  kind: 'attest',
  title: `About ${stepId}`,
  text: 'Please confirm.',
  schema: { type: 'object', properties: { note: { type: 'string' } }, required: ['note'] },
  canReveal: false,
  ...more,
});
