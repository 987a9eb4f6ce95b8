import type { ReactNode } from 'react';
import { showIdentity } from '../../../shared/contract/identity.contract.ts';
import { useCall } from '../../client/use-call.ts';
import { ErrorCard } from '../../components/error-card.tsx';
import { FirstStart } from './first-start.tsx';
import { IdentityProvider } from './identity-context.ts';
import { NoRole } from './no-role.tsx';
import classes from './welcome.module.css';

/** Lets nobody in whom the console does not know: who they are and what they may do comes first. */
export function IdentityGate({ children }: { readonly children: ReactNode }) {
  const query = useCall(showIdentity, {}, { fresh: 60 });
  const { data: identity } = query;
  if (identity === undefined)
    return (
      <main className={classes['welcome']}>
        {query.error && (
          <ErrorCard error={query.error.card} busy={query.isFetching} onRetry={() => void query.refetch()} />
        )}
      </main>
    );
  if (!identity.named) return <FirstStart identity={identity} />;
  if (identity.roles.length === 0) return <NoRole identity={identity} />;
  return <IdentityProvider value={identity}>{children}</IdentityProvider>;
}
