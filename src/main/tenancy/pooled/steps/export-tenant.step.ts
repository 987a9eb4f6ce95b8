import { z } from 'zod';
import { OperatorError } from '../../../../shared/errors/operator-error.ts';
import { automaticStep, type Observed } from '../../../engine/step.ts';
import { checkExport } from '../../../privacy/export/check-export.ts';
import type { Manifest } from '../../../privacy/export/manifest.ts';
import { recipientOf } from '../../../privacy/export/recipient-keys.ts';
import type { ExportFile } from '../../../ports/export-files.port.ts';
import { statementsFor } from '../statements/index.ts';
import { exportRows as exportStatements } from '../statements/export.statements.ts';
import { listDocuments } from '../statements/place-documents.statements.ts';
import type { OffboardContext } from '../offboard-context.ts';
import { exportRows } from '../tenant-export.ts';

const receipt = z.object({
  file: z.string(),
  bytes: z.int(),
  sha256: z.string(),
  encrypted: z.boolean(),
  files: z.int(),
  /** Files that documents name and the store did not hold. */
  missingFiles: z.int(),
  /** Rows and digest of each table: by the database, and found again in the file. */
  tables: z.array(z.object({ name: z.string(), rows: z.int(), digest: z.string() })),
});
type Receipt = z.infer<typeof receipt>;

/**
 * Writes everything the portal holds of the tenant into one archive, from one snapshot, and proves it complete: what is read
 * back from the file is what the database counted and hashed (L11). Errors: `E_TENANT_NOT_FOUND`, `E_EXPORT_INCOMPLETE`.
 */
export const exportTenant = automaticStep({
  id: 'pooled.export-tenant',
  title: 'Export the tenant’s data and prove it complete',
  about:
    'Writes everything the tenant owns into one archive and counts it against the database, table by table.',
  receipt,
  // A file alone does not say what the database held: whoever is not sure exports again.
  observe: (): Promise<Observed<Receipt>> => Promise.resolve({ state: 'absent' }),
  plan: () => [
    {
      verb: 'read',
      object: 'all tables of the tenant',
      count: exportStatements.size,
      statements: [...exportStatements.values()].map(({ name }) => name),
    },
    { verb: 'read', object: 'files of the tenant', count: 1, statements: [listDocuments.name] },
    { verb: 'write', object: 'export file', count: 1, statements: [] },
  ],
  undo: {
    says: 'Remove the export file from this workstation',
    run: ({ ports, run }: OffboardContext) => ports.exportFiles.remove(run.runId),
  },
  apply: async (ctx: OffboardContext) => {
    const { ports, run, input } = ctx;
    await refuseUnknownTenant(ctx);
    const recipient = recipientOf(input.recipient);
    await ports.exportFiles.check(recipient);
    await ports.exportFiles.remove(run.runId);
    const manifest = await exportRows(ctx);
    await checkExport(manifest, (name) => ports.exportFiles.read(run.runId, name));
    const file = await ports.exportFiles.seal(run.runId, recipient);
    return receiptOf(manifest, file, recipient !== undefined);
  },
});

const receiptOf = ({ tables, files, missing }: Manifest, file: ExportFile, encrypted: boolean): Receipt => ({
  ...file,
  encrypted,
  files: files.length,
  missingFiles: missing.length,
  tables: tables.map(({ name, rows, digest }) => ({ name, rows, digest })),
});

async function refuseUnknownTenant({ ports, run }: OffboardContext): Promise<void> {
  const { observeTenant } = statementsFor(ports.database.map);
  const { tenantId } = run;
  const [standing] = await ports.database.read((tx) => tx.run(observeTenant, { tenantId }));
  if (standing === undefined || standing.brokers + standing.users === 0)
    throw new OperatorError('E_TENANT_NOT_FOUND', { details: { tenantId } });
}
