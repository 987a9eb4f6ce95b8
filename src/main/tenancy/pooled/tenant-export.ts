import { OperatorError } from '../../../shared/errors/operator-error.ts';
import type { Manifest } from '../../privacy/export/manifest.ts';
import { binaryFormOf, type ExportTable } from '../../privacy/export/table-format.ts';
import { closeExport, writeTables, type ExportSource } from '../../privacy/export/write-export.ts';
import type { Transaction } from '../../ports/database.port.ts';
import type { OffboardContext } from './offboard-context.ts';
import type { PooledSchema } from './schema.ts';
import { exportRows as exportStatements, fixTextForms } from './statements/export.statements.ts';
import { countAllRows } from './statements/purge-rows.statements.ts';
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
  await exportFiles.write(run.runId, now, async (archive) => {
    const rows = await database.read(
      async (tx) => {
        await tx.run(fixTextForms, {});
        return writeTables(sourceOf(tx, tables, run.tenantId), archive);
      },
      { signal },
    );
    const content = { tables: rows, ...(await exportTenantFiles(ctx, archive.add)) };
    written = await closeExport(content, about, archive.add);
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
  return {
    tables: tables.map(exported),
    rows: (table) => {
      const columns = table.columns.map(({ name, type }) => ({ name, asText: !binaryFormOf(type) }));
      return tx.stream(listed(exportStatements, entityOf(table)), { tenantId, columns });
    },
    count: async (table) => {
      const [counted] = await tx.run(listed(countAllRows, entityOf(table)), { tenantId });
      return counted?.rows ?? 0;
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
  if (found === undefined) throw new TypeError(`No statement reads ${entity}.`);
  return found;
}
