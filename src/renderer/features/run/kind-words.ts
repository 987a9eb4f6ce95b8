import type { StepKind } from '../../../shared/model/step.ts';

/** Who does a step, where it is not the console. */
export const runWordsOfKind: Readonly<Record<StepKind, string>> = {
  automatic: '',
  attest: 'You attest',
  approve: 'You approve',
  'hand-over': 'You hand over',
  wait: 'Waits',
};
