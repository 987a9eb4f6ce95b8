import { useQueryClient, type QueryClient } from '@tanstack/react-query';
import { useEffect } from 'react';
import type { ConsoleEvent } from '../../../shared/contract/events.contract.ts';
import { showRun } from '../../../shared/contract/runs.contract.ts';
import type { RunView } from '../../../shared/model/run.ts';
import { useClient } from '../../client/client-context.ts';
import { callKey, refresh } from '../../client/use-call.ts';
import { applyEntry } from '../run/apply-entry.ts';
import { areasOf } from './areas-of.ts';

/** So long several entries are gathered before the screens ask again. */
const GATHER_MS = 250;

/** Keeps every screen current by the console's stream. Draws nothing. */
export function LiveUpdates() {
  const client = useClient();
  const queries = useQueryClient();
  useEffect(() => {
    const stale = gather(queries);
    const stop = client.subscribe((event) => follow(queries, event, stale.add));
    return () => {
      stop();
      stale.stop();
    };
  }, [client, queries]);
  return null;
}

/** What can be said at once is shown at once; the rest is asked for again. */
function follow(queries: QueryClient, event: ConsoleEvent, stale: (areas: readonly string[]) => void): void {
  if (event.kind === 'lagged') {
    void queries.invalidateQueries();
    return;
  }
  if (event.kind === 'progress') {
    queries.setQueryData(['progress', event.progress.runId], event.progress);
    return;
  }
  const { runId, type } = event.entry;
  if (runId !== undefined)
    queries.setQueryData<RunView>(
      callKey(showRun.name, { runId }),
      (run) => run && applyEntry(run, event.entry),
    );
  stale(areasOf(type));
}

function gather(queries: QueryClient) {
  const areas = new Set<string>();
  let timer: ReturnType<typeof setTimeout> | undefined;
  const flush = () => {
    timer = undefined;
    refresh(queries, ...areas);
    areas.clear();
  };
  return {
    add: (names: readonly string[]) => {
      for (const name of names) areas.add(name);
      timer ??= setTimeout(flush, GATHER_MS);
    },
    stop: () => clearTimeout(timer),
  };
}
