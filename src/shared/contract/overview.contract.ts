import { z } from 'zod';
import { connectionName } from '../model/connection.ts';
import { jsonObject } from '../model/json.ts';
import { roles } from '../model/role.ts';
import { runSummary } from '../model/run.ts';
import { defineCall } from './call.ts';

/** What needs a person now. Asks no outside system. */
export const showOverview = defineCall({
  name: 'overview.show',
  input: z.strictObject({}),
  output: z.strictObject({
    /** Waiting, failed, in doubt, interrupted or rolling back; newest first. */
    attention: z.array(runSummary),
    recent: z.array(runSummary),
    connections: z.int(),
    ledger: z.strictObject({ entries: z.int(), newestAt: z.string() }),
  }),
  roles,
});

const draft = z.strictObject({
  draftId: z.string(),
  connection: connectionName,
  savedAt: z.string(),
  /** What has been typed so far; need not be complete. */
  intake: jsonObject,
});

/** Keeps an unfinished intake, sealed, until its run is opened or it is removed. */
export const saveDraft = defineCall({
  name: 'drafts.save',
  input: z.strictObject({
    draftId: z.uuid().exactOptional(),
    connection: connectionName,
    intake: jsonObject,
  }),
  output: draft,
  roles: ['superadmin'],
});

export const listDrafts = defineCall({
  name: 'drafts.list',
  input: z.strictObject({}),
  output: z.array(draft),
  roles: ['superadmin'],
});

export const removeDraft = defineCall({
  name: 'drafts.remove',
  input: z.strictObject({ draftId: z.uuid() }),
  output: z.strictObject({ removed: z.boolean() }),
  roles: ['superadmin'],
});
