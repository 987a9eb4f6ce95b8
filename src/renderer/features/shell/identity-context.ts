import { createContext, use } from 'react';
import type { Call } from '../../../shared/contract/call.ts';
import type { SelfView } from '../../../shared/contract/identity.contract.ts';

const IdentityContext = createContext<SelfView | undefined>(undefined);

export const IdentityProvider = IdentityContext.Provider;

/** Whose key signs what is done here. */
export function useIdentity(): SelfView {
  const identity = use(IdentityContext);
  if (identity === undefined) throw new Error('Nobody is known around this component.');
  return identity;
}

/** Whether the operator's roles allow a call. It decides what is offered; the console itself decides what is done. */
export function useMay(call: Pick<Call, 'roles'>): boolean {
  const { roles } = useIdentity();
  return call.roles.some((role) => roles.includes(role));
}
