import { z } from 'zod';
import { OperatorError } from '../../../../shared/errors/operator-error.ts';
import { automaticStep, type Observed } from '../../../engine/step.ts';
import type { ErasureContext } from '../offboard-context.ts';
import {
  anonymiseRows,
  BATCH_ROWS,
  type BatchDone,
  type Target,
} from '../statements/anonymise.statements.ts';
import type { KeyRange } from '../statements/key-range.statements.ts';
import { targetsOf, tenantTables, type TenantTable } from '../tenant-columns.ts';
import { tenantRanges } from '../tenant-pages.ts';
import { exportTenant } from './export-tenant.step.ts';
import { rememberPeople } from './remember-people.step.ts';

const receipt = z.object({
  tables: z.array(z.object({ name: z.string(), rows: z.int(), batches: z.int(), longestMs: z.number() })),
});
type Receipt = z.infer<typeof receipt>;

/**
 * Takes names, addresses, numbers and days of birth out of the tenant's rows in bounded batches, in the order of their keys. Rows,
 * keys and the statutory records of schemes stay (P17). A batch that picked rows and changed fewer is a failure (L11).
 * Errors: `E_ANONYMISE_NOTHING_TOUCHED`, `E_ANONYMISE_COLUMN`.
 */
export const anonymisePeople = automaticStep({
  id: 'pooled.anonymise-people',
  title: 'Anonymise the tenant’s people',
  about:
    'Replaces names, e-mails, phone and PPS numbers and dates of birth, in small batches, so that the portal keeps running.',
  receipt,
  observe: (): Promise<Observed<Receipt>> => Promise.resolve({ state: 'absent' }),
  plan: ({ findReceipt }: ErasureContext) => {
    const exported = findReceipt(exportTenant)?.tables ?? [];
    return [...anonymiseRows].map(([entity, { name: statement }]) => {
      const count = exported.find(({ name }) => name === entity)?.rows ?? 1;
      return { verb: 'update', object: entity, count, statements: [statement] };
    });
  },
  undo: { none: 'what was taken out is in the export alone' },
  apply: async (ctx: ErasureContext) => {
    ctx.receiptOf(rememberPeople);
    const tables: Receipt['tables'] = [];
    for (const table of await tenantTables(ctx.ports.database, ctx.input.classified)) {
      const targets = targetsOf(table);
      if (targets.some(({ unread }) => unread !== true))
        tables.push({ name: table.name, ...(await anonymiseTable(ctx, table, targets)) });
    }
    return { tables };
  },
});

async function anonymiseTable(ctx: ErasureContext, table: TenantTable, targets: readonly Target[]) {
  const { ports, run, signal, clock } = ctx;
  let [rows, batches, longestMs] = [0, 0, 0];
  for (const { after: first, upto } of await tenantRanges(ports.database, run.tenantId, table, signal)) {
    let after = first;
    for (;;) {
      const since = clock.monotonicMs();
      const { planned, touched, last } = await nextBatch(ctx, table, targets, { after, upto });
      if (touched !== planned)
        throw new OperatorError('E_ANONYMISE_NOTHING_TOUCHED', {
          details: { table: table.name, planned, touched },
        });
      [rows, batches] = [rows + touched, batches + Math.sign(touched)];
      longestMs = Math.max(longestMs, Math.round(clock.monotonicMs() - since));
      ctx.progress(rows, rows, `rows of ${table.name}`);
      if (planned < BATCH_ROWS) break;
      after = last ?? undefined;
    }
  }
  return { rows, batches, longestMs };
}

async function nextBatch(
  { ports, run, signal }: ErasureContext,
  { of }: TenantTable,
  targets: readonly Target[],
  range: KeyRange,
): Promise<BatchDone> {
  const statement = anonymiseRows.get(of.entity);
  if (statement === undefined) throw new TypeError(`No statement anonymises ${of.entity}.`);
  const wanted = { tenantId: run.tenantId, targets, range };
  const [done] = await ports.database.write((tx) => tx.run(statement, wanted), { signal });
  if (done === undefined) throw new TypeError('A batch always answers with one row.');
  return done;
}
