import { createHash } from 'node:crypto';
import { z } from 'zod';
import { automaticStep, type Observed } from '../../../engine/step.ts';
import type { DatabaseServer } from '../../../ports/database-server.port.ts';
import type { AddEntry } from '../../../ports/export-files.port.ts';
import { recipientOf } from '../../../privacy/export/recipient-keys.ts';
import { withServer } from '../database-context.ts';
import type { OffboardContext } from '../offboard-context.ts';
import { findTenantParts } from './find-tenant-parts.step.ts';

const receipt = z.object({
  file: z.string(),
  bytes: z.int(),
  sha256: z.string(),
  encrypted: z.boolean(),
  /** What wrote it: pg_dump, or the console itself and why. */
  by: z.string(),
  entries: z.array(z.object({ name: z.string(), bytes: z.int(), sha256: z.string() })),
});

/**
 * Writes the whole database into one archive: as pg_dump's SQL where that program is installed and fits the server, else every
 * table as lines of JSON from one snapshot. Errors: those of `ExportFiles` and of the server.
 */
export const exportDatabase = automaticStep({
  id: 'database.export-database',
  title: 'Export the database',
  about:
    'Writes the whole database into one archive, with the number of rows and a digest beside each table.',
  receipt,
  // A file alone does not say what the database held: whoever is not sure exports again.
  observe: (): Promise<Observed<z.infer<typeof receipt>>> => Promise.resolve({ state: 'absent' }),
  plan: () => [{ verb: 'write', object: 'export file', count: 1, statements: [] }],
  undo: {
    says: 'Remove the export file from this workstation',
    run: ({ ports, run }: OffboardContext) => ports.exportFiles.remove(run.runId),
  },
  apply: async (ctx: OffboardContext) => {
    const { ports, run, input, clock } = ctx;
    const entries: z.infer<typeof receipt>['entries'] = [];
    let by = '';
    const recipient = recipientOf(input.recipient);
    await ports.exportFiles.check(recipient);
    await ports.exportFiles.remove(run.runId);
    await withServer(ctx, ctx.receiptOf(findTenantParts), (server) =>
      ports.exportFiles.write(run.runId, clock.now(), async ({ add }) => {
        by = await fill(ctx, server, async (name, content) => {
          const written = await add(name, content);
          entries.push({ name, ...written });
          return written;
        });
      }),
    );
    const file = await ports.exportFiles.seal(run.runId, recipient);
    return { ...file, encrypted: recipient !== undefined, by, entries };
  },
});

async function fill(ctx: OffboardContext, server: DatabaseServer, add: AddEntry): Promise<string> {
  const { database } = ctx.receiptOf(findTenantParts);
  const dump = await ctx.ports.dumpDatabase(server.urlOf(database), ctx.ports.connection);
  if ('unavailable' in dump) {
    await addTables(server, database, add);
    return `tenant-console (${dump.unavailable})`;
  }
  try {
    await add('database.sql', dump.text);
    return dump.by;
  } finally {
    await dump.remove();
  }
}

/** Beside the tables stands how many rows each has, and their digest: the reader's proof that nothing is missing. */
async function addTables(server: DatabaseServer, database: string, add: AddEntry): Promise<void> {
  const counted: { name: string; rows: number; sha256: string }[] = [];
  for await (const { name, lines } of server.exportRows(database)) {
    let rows = 0;
    const hash = createHash('sha256');
    await add(
      `tables/${name}.ndjson`,
      counting(lines, (line) => {
        rows += 1;
        hash.update(line);
      }),
    );
    counted.push({ name, rows, sha256: hash.digest('hex') });
  }
  await add('manifest.json', once(`${JSON.stringify({ database, tables: counted }, undefined, 2)}\n`));
}

async function* counting(lines: AsyncIterable<string>, see: (line: string) => void): AsyncGenerator<string> {
  for await (const line of lines) {
    see(line);
    yield line;
  }
}

// eslint-disable-next-line @typescript-eslint/require-await -- an entry is written from what comes piece by piece
async function* once(text: string): AsyncGenerator<string> {
  yield text;
}
