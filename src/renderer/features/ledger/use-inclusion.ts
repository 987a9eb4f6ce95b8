import { useState } from 'react';
import { ledgerProof } from '../../../shared/contract/ledger.contract.ts';
import type { LedgerEntry } from '../../../shared/model/ledger-entry.ts';
import { useAct } from '../../client/use-call.ts';
import { checkInclusion, type Inclusion } from './check-inclusion.ts';

/** Asks for the proof of an entry and checks it here. */
export function useInclusion(entry: LedgerEntry) {
  const [inclusion, setInclusion] = useState<Inclusion>();
  const act = useAct(ledgerProof, ({ proof }) => {
    void checkInclusion(entry.leafHash, entry.index, proof).then(setInclusion);
  });
  return {
    inclusion,
    proof: act.data?.proof,
    prove: () => act.mutate({ entry: entry.index }),
    busy: act.isPending,
    error: act.error?.card,
  };
}
