import type { Ledger } from '../ledger/ledger.ts';
import { foldPolicy, policyEvents, type Policy } from './fold-policy.ts';

/** The policy as the log tells it at the moment of asking; only what was appended since the last time is read. */
export function policyInForce(ledger: Pick<Ledger, 'entries' | 'size'>): () => Policy {
  let [policy, read] = [foldPolicy([]), 0];
  return () => {
    const before = ledger.size();
    if (read < before) {
      policy = foldPolicy(ledger.entries({ types: policyEvents, from: read, before }), policy);
      read = before;
    }
    return policy;
  };
}
