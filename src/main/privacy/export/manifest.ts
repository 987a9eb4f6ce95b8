import { z } from 'zod';

const entry = z.object({ path: z.string(), bytes: z.int(), sha256: z.string() });

const manifestTable = z.object({
  name: z.string(),
  columns: z.array(z.object({ name: z.string(), type: z.string(), nullable: z.boolean() })),
  rows: z.int(),
  /** As the database summed it in the snapshot of the export; see `TableDigester` for what is summed. */
  digest: z.string(),
  files: z.array(entry),
});
export type ManifestTable = z.infer<typeof manifestTable>;

/** What an export holds, and by what it can be checked. */
export const manifest = z.object({
  format: z.literal('tenant-console.export/v1'),
  tenantId: z.string(),
  legalName: z.string(),
  runId: z.string(),
  exportedAt: z.string(),
  environment: z.string(),
  tables: z.array(manifestTable),
  /** Files beside the database, each under `files/` and its path in the store. */
  files: z.array(entry),
  /** Paths that documents name and the store holds no file for. */
  missing: z.array(z.string()),
  cover: entry,
});
export type Manifest = z.infer<typeof manifest>;
