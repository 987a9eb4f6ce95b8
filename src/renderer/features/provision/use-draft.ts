import { useDebouncedCallback } from '@mantine/hooks';
import { useQueryClient } from '@tanstack/react-query';
import { useCallback, useRef, useState } from 'react';
import { listDrafts, removeDraft, saveDraft } from '../../../shared/contract/overview.contract.ts';
import type { ErrorCard } from '../../../shared/errors/operator-error.ts';
import type { JsonObject } from '../../../shared/model/json.ts';
import { CallError } from '../../client/client.ts';
import { useClient } from '../../client/client-context.ts';
import { refresh } from '../../client/use-call.ts';

export type Draft = {
  readonly draftId: string;
  readonly connection: string;
  readonly savedAt: string;
  readonly intake: JsonObject;
};

/** So long nothing is typed before it is kept. */
const PAUSE_MS = 600;

/** Keeps an intake while it is typed, also when the screen is left between two letters. */
export function useDraft(draftId: string, connection: string, first: Draft | undefined) {
  const client = useClient();
  const queries = useQueryClient();
  const last = useRef<Promise<void>>(Promise.resolve());
  const [savedAt, setSavedAt] = useState(first?.savedAt);
  const [error, setError] = useState<ErrorCard>();
  const keep = useCallback(
    async (intake: JsonObject) => {
      try {
        const draft = await client.call(saveDraft, { draftId, connection, intake });
        setSavedAt(draft.savedAt);
        setError(undefined);
        refresh(queries, listDrafts.name);
      } catch (failure) {
        if (!(failure instanceof CallError)) throw failure;
        setError(failure.card);
      }
    },
    [client, queries, draftId, connection],
  );
  // One after another: an older text never comes last.
  const inTurn = useCallback(
    (intake: JsonObject) => (last.current = last.current.then(() => keep(intake))),
    [keep],
  );
  const save = useDebouncedCallback(inTurn, { delay: PAUSE_MS, flushOnUnmount: true });
  const forget = useCallback(async () => {
    save.cancel();
    await last.current;
    await client.call(removeDraft, { draftId });
    refresh(queries, listDrafts.name);
  }, [client, queries, draftId, save]);
  return { save, forget, savedAt, error };
}
