import type { UseQueryResult } from '@tanstack/react-query';
import type { ReactNode } from 'react';
import type { CallError } from '../client/client.ts';
import { ErrorCard } from './error-card.tsx';
import { LoadingLines } from './loading-lines.tsx';

type Props<T> = {
  readonly query: UseQueryResult<T, CallError>;
  /** How much room to hold while the answer is on its way. */
  readonly lines?: number;
  readonly children: (value: T) => ReactNode;
};

/** Shows an answer when it is there, its place until then, and the error card when there is none. */
export function Answered<T>({ query, lines = 4, children }: Props<T>) {
  if (query.data !== undefined) return <>{children(query.data)}</>;
  if (query.isError) return <QueryError query={query} />;
  return <LoadingLines lines={lines} />;
}

/** The error of a query, with the way to ask again. */
export const QueryError = ({ query }: { readonly query: UseQueryResult<unknown, CallError> }) =>
  query.error && (
    <ErrorCard error={query.error.card} busy={query.isFetching} onRetry={() => void query.refetch()} />
  );
