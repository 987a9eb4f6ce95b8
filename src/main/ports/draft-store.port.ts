import type { JsonObject } from '../../shared/model/json.ts';

/** An intake that is not finished. Personal: sealed wherever it rests. */
export type Draft = {
  readonly draftId: string;
  readonly connection: string;
  readonly savedAt: string;
  readonly intake: JsonObject;
};

/** Keeps drafts until their run is opened. Errors: `E_HOME_UNUSABLE`, `E_DRAFT_DAMAGED`, those of the keychain. */
export type DraftStore = {
  /** Adds or replaces; durable when it resolves. */
  save(draft: Draft): Promise<void>;
  /** Newest first. */
  list(): Promise<readonly Draft[]>;
  /** True when there was one. */
  remove(draftId: string): Promise<boolean>;
};
