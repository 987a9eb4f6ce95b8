import { skipToken, useMutation, useQuery, type QueryClient } from '@tanstack/react-query';
import type { z } from 'zod';
import type { Call } from '../../shared/contract/call.ts';
import type { CallError } from './client.ts';
import { useClient } from './client-context.ts';

type Options = {
  /** Keep showing the last answer while the next one is on its way: nothing jumps. */
  readonly keep?: boolean;
  /** Seconds after which an answer is asked for again on the next look. */
  readonly fresh?: number;
  /** Seconds after which it is asked for again while it is shown: for what changes without an entry in the ledger. */
  readonly every?: number;
  /** False: show what is known and do not ask now. */
  readonly ask?: boolean;
};

/** Whoever works on a tenant holds its lock for moments only, a screen that just looks as well: that much patience is free. */
const waitForLock = {
  retry: (failures: number, { card }: CallError) => card.code === 'E_RUN_BUSY' && failures < 8,
  retryDelay: 250,
} as const;

export const callKey = (name: string, input: unknown) => [name, input] as const;

/** The answer to a call that changes nothing, kept and shared between screens. Asks nothing while `input` is undefined. */
export function useCall<Input extends z.ZodType, Output extends z.ZodType>(
  call: Call<Input, Output>,
  input: z.input<Input> | undefined,
  { keep = false, fresh = 5, every, ask = true }: Options = {},
) {
  const client = useClient();
  return useQuery<z.output<Output>, CallError>({
    queryKey: callKey(call.name, input),
    queryFn: input === undefined ? skipToken : () => client.call(call, input),
    staleTime: fresh * 1000,
    ...waitForLock,
    enabled: ask && input !== undefined,
    ...(every !== undefined && { refetchInterval: every * 1000 }),
    ...(keep && { placeholderData: (before: z.output<Output> | undefined) => before as never }),
  });
}

/** A call that does something when it is told to. */
export function useAct<Input extends z.ZodType, Output extends z.ZodType>(
  call: Call<Input, Output>,
  then?: (value: z.output<Output>, input: z.input<Input>) => void,
) {
  const client = useClient();
  return useMutation<z.output<Output>, CallError, z.input<Input>>({
    mutationFn: (input) => client.call(call, input),
    // What was answered may be a secret: it is not kept once nobody shows it.
    gcTime: 0,
    ...waitForLock,
    ...(then && { onSuccess: (value: z.output<Output>, input: z.input<Input>) => then(value, input) }),
  });
}

/** Asks again for what these calls answered, wherever it is shown. A name that ends in a dot means its whole area. */
export const refresh = (queries: QueryClient, ...names: readonly string[]): void =>
  void queries.invalidateQueries({
    predicate: ({ queryKey: [name] }) =>
      names.some((wanted) => (wanted.endsWith('.') ? String(name).startsWith(wanted) : name === wanted)),
  });
