import { z } from 'zod';

/** One item that a person answers for before a run begins (P4). */
export type ChecklistItem = {
  readonly id: string;
  readonly title: string;
  /** What to look at before vouching for it. */
  readonly about?: string;
  readonly mandatory: boolean;
};

/** Who vouches for an item, when, and what shows it. */
export const attestedItem = z.strictObject({
  done: z.boolean(),
  by: z.string().trim().min(1).max(120).describe('Who confirmed it'),
  at: z.iso.date().describe('When it was confirmed'),
  note: z.string().trim().max(500).default('').describe('Note or evidence reference'),
});
export type AttestedItem = z.infer<typeof attestedItem>;

export const verdicts = ['pass', 'fail', 'inconclusive', 'not-checked'] as const;
export type Verdict = (typeof verdicts)[number];

/** One line of the post-provisioning checklist (P13). */
export const checkedItem = z.strictObject({
  id: z.string(),
  title: z.string(),
  /** What was looked at, and how. */
  about: z.string().exactOptional(),
  verdict: z.enum(verdicts),
  /** No personal data: it stands in the ledger. */
  note: z.string(),
});
export type CheckedItem = z.infer<typeof checkedItem>;
