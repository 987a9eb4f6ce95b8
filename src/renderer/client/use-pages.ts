import { useQueries } from '@tanstack/react-query';
import type { z } from 'zod';
import type { Call } from '../../shared/contract/call.ts';
import { useClient } from './client-context.ts';
import { callKey } from './use-call.ts';

/**
 * The pages of a long list that are in sight, asked for as they come into sight and kept for a while after. Answers with what is
 * known of a page; undefined while it is on its way.
 */
export function usePages<Input extends z.ZodType, Output extends z.ZodType>(
  call: Call<Input, Output>,
  firstPage: number,
  lastPage: number,
  inputOf: (page: number) => z.input<Input>,
): (page: number) => z.output<Output> | undefined {
  const client = useClient();
  const pages = Array.from({ length: lastPage - firstPage + 1 }, (_, index) => firstPage + index);
  const results = useQueries({
    queries: pages.map((page) => ({
      queryKey: callKey(call.name, inputOf(page)),
      queryFn: () => client.call(call, inputOf(page)),
      staleTime: 5000,
      retry: false,
    })),
  });
  return (page) => results[page - firstPage]?.data;
}
