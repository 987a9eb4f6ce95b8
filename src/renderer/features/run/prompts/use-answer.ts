import { skipToken, useQuery, useQueryClient } from '@tanstack/react-query';
import type { JsonObject } from '../../../../shared/model/json.ts';

/**
 * What has been typed into a prompt so far. It outlives the screen, so that whoever looks something up and comes back is where they
 * were; it does not outlive the window, because it may hold personal data.
 */
export function useAnswer(runId: string, stepId: string, initial: JsonObject) {
  const queries = useQueryClient();
  const queryKey = ['answer', runId, stepId];
  const { data } = useQuery<JsonObject>({
    queryKey,
    queryFn: skipToken,
    gcTime: Infinity,
    staleTime: Infinity,
  });
  return [data ?? initial, (value: JsonObject) => queries.setQueryData(queryKey, value)] as const;
}
