import { useQuery, useQueryClient } from '@tanstack/react-query';
import { skipToken } from '@tanstack/react-query';
import { verifyLedger } from '../../../shared/contract/ledger.contract.ts';
import type { VerifyReport } from '../../../shared/model/verify-report.ts';
import { useAct } from '../../client/use-call.ts';

export type Verification = { readonly report: VerifyReport; readonly at: number };

const key = ['verification'] as const;

/** The newest verdict over the ledger, kept while the window is open, and the way to a fresh one. */
export function useVerification() {
  const queries = useQueryClient();
  const { data } = useQuery<Verification>({
    queryKey: key,
    queryFn: skipToken,
    staleTime: Infinity,
    gcTime: Infinity,
  });
  const act = useAct(verifyLedger, (report) => {
    queries.setQueryData<Verification>(key, { report, at: Date.now() });
  });
  return {
    report: data?.report,
    at: data?.at,
    busy: act.isPending,
    error: act.error,
    verify: () => act.mutate({}),
  };
}
