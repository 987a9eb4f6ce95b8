import { listDrafts, removeDraft, saveDraft, showOverview } from '../../shared/contract/overview.contract.ts';
import type { RunState } from '../../shared/model/run.ts';
import { knownConnections } from './connections/known-connections.ts';
import { operation } from './operation.ts';
import { findRuns } from './run-view.ts';

const needsAttention: readonly RunState[] = ['waiting', 'failed', 'in-doubt', 'interrupted', 'rolling-back'];

/** An overview that lists more than this is no overview. */
const SHOWN = 20;

export const overviewOperations = [
  operation(showOverview, (ctx) => {
    const [newest] = ctx.ledger.entries({ newestFirst: true, limit: 1 });
    return Promise.resolve({
      attention: findRuns(ctx, { limit: SHOWN, states: needsAttention }),
      recent: findRuns(ctx, { limit: SHOWN }),
      connections: knownConnections(ctx.ledger).size,
      ledger: { entries: ctx.ledger.size(), newestAt: newest?.time ?? '' },
    });
  }),

  operation(saveDraft, async ({ drafts, ids, clock }, { draftId = ids.uuid(), connection, intake }) => {
    const draft = { draftId, connection, intake, savedAt: clock.now().toISOString() };
    await drafts.save(draft);
    return draft;
  }),

  operation(listDrafts, async ({ drafts }) => [...(await drafts.list())]),

  operation(removeDraft, async ({ drafts }, { draftId }) => ({ removed: await drafts.remove(draftId) })),
];
