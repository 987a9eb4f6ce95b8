import { useQueryClient } from '@tanstack/react-query';
import { promptRun, resumeRun, rollbackRun, showRun } from '../../../shared/contract/runs.contract.ts';
import type { ErrorCard } from '../../../shared/errors/operator-error.ts';
import type { JsonObject } from '../../../shared/model/json.ts';
import type { RunView } from '../../../shared/model/run.ts';
import { callKey, refresh, useAct } from '../../client/use-call.ts';

export type RunActs = {
  /** Goes on, with the answer to the step that waits when there is one. */
  readonly resume: (answer?: { readonly stepId: string; readonly value: JsonObject }) => void;
  readonly rollBack: (reason: string) => void;
  readonly busy: boolean;
  readonly error: ErrorCard | undefined;
};

/** What an operator can do with a run. A call lasts until the run stops again; what happens meanwhile comes by the stream. */
export function useRunActs(runId: string): RunActs {
  const queries = useQueryClient();
  const settle = ({ prompt, ...run }: RunView) => {
    queries.setQueryData(callKey(showRun.name, { runId }), run);
    if (prompt) queries.setQueryData(callKey(promptRun.name, { runId }), prompt);
    refresh(queries, 'runs.list', 'runs.show', 'overview.', 'tenants.');
  };
  const going = useAct(resumeRun, settle);
  const taking = useAct(rollbackRun, settle);
  return {
    resume: (answer) => {
      taking.reset();
      going.mutate({ runId, ...(answer && { answer }) });
    },
    rollBack: (reason) => {
      going.reset();
      taking.mutate({ runId, reason });
    },
    busy: going.isPending || taking.isPending,
    error: (going.error ?? taking.error)?.card,
  };
}
