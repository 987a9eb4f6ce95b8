import { OperatorError } from '../../../shared/errors/operator-error.ts';
import type { Manifest } from '../../privacy/export/manifest.ts';
import { digestOfSums, type TextRow } from '../../privacy/export/table-digest.ts';
import type { ExportTable } from '../../privacy/export/table-format.ts';
import { closeExport, writeTables, type ExportSource } from '../../privacy/export/write-export.ts';
import type { Statement, Transaction } from '../../ports/database.port.ts';
import type { OffboardContext } from './offboard-context.ts';
import type { PooledSchema } from './schema.ts';
import {
  closeRows,
  digestRows,
  FETCH_ROWS,
  fetchRows,
  fixTextForms,
  openRows,
  type ExportWanted,
} from './statements/export.statements.ts';
import { tenantTables, type TenantTable } from './tenant-columns.ts';
import { exportTenantFiles } from './tenant-files.ts';

/** Writes the archive of the run: rows from one read-only snapshot, then the files. Answers with its manifest. */
export async function exportRows(ctx: OffboardContext): Promise<Manifest> {
  const { ports, run, input, signal, clock } = ctx;
  const { database, exportFiles, connection } = ports;
  const tables = await tenantTables(database, input.classified);
  const now = clock.now();
  const about = {
    tenantId: run.tenantId,
    legalName: input.legalName,
    runId: run.runId,
    exportedAt: now.toISOString(),
    environment: connection.environment,
  };
  let written: Manifest | undefined;
  await exportFiles.write(run.runId, now, async (add) => {
    const rows = await database.read(
      async (tx) => {
        await tx.run(fixTextForms, {});
        return writeTables(sourceOf(tx, tables, run.tenantId), add);
      },
      { signal },
    );
    const content = { tables: rows, ...(await exportTenantFiles(ctx, add)) };
    written = await closeExport(content, about, add);
  });
  if (written === undefined) throw new OperatorError('E_EXPORT_INCOMPLETE');
  return written;
}

/** The tables of one tenant as an export reads them. */
export function sourceOf(
  tx: Transaction<PooledSchema>,
  tables: readonly TenantTable[],
  tenantId: string,
): ExportSource {
  const entityOf = ({ name }: ExportTable) => tables.find((table) => table.name === name)?.of.entity ?? '';
  const wanted = ({ columns }: ExportTable) => ({ tenantId, columns: columns.map(({ name }) => name) });
  return {
    tables: tables.map(exported),
    rows: (table) => cursor(tx, listed(openRows, entityOf(table)), wanted(table)),
    digest: async (table) => {
      const [sums] = await tx.run(listed(digestRows, entityOf(table)), wanted(table));
      if (sums === undefined) throw new TypeError('A sum is always one row.');
      return digestOfSums(sums.rows, [sums.a, sums.b, sums.c, sums.d]);
    },
  };
}

const exported = ({ name, columns }: TenantTable): ExportTable => ({
  name,
  columns: columns
    .filter(({ isReadable }) => isReadable)
    .map(({ column, type, notNull }) => ({ name: column, type, nullable: !notNull })),
});

function listed<S>(statements: ReadonlyMap<string, S>, entity: string): S {
  const found = statements.get(entity);
  if (found === undefined) throw new TypeError(`No statement exports ${entity}.`);
  return found;
}

async function* cursor(
  tx: Transaction<PooledSchema>,
  open: Statement<PooledSchema, ExportWanted, unknown>,
  wanted: ExportWanted,
): AsyncIterable<TextRow> {
  await tx.run(open, wanted);
  for (;;) {
    const rows = await tx.run(fetchRows, {});
    for (const { values } of rows) yield values;
    if (rows.length < FETCH_ROWS) break;
  }
  await tx.run(closeRows, {});
}
