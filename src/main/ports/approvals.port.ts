import type { Identity } from '../../shared/model/role.ts';

/** Signed documents that were imported for this run, and who may sign. */
export type ApprovalsPort = {
  readonly documents: (runId: string, stepId: string) => readonly string[];
  readonly identities: () => readonly Identity[];
};
