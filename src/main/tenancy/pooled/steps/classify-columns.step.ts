import { z } from 'zod';
import { automaticStep, type Observed } from '../../../engine/step.ts';
import type { OffboardContext } from '../offboard-context.ts';
import { readColumnRules } from '../statements/integrity.statements.ts';
import { tenantTables, unknownColumn, unknownColumns } from '../tenant-columns.ts';

const receipt = z.object({
  tables: z.int(),
  columns: z.int(),
  /** Columns that only the operator has classified, as `table.column=what becomes of it`. */
  confirmed: z.array(z.string()),
});

/** Makes sure that somebody has said of every live column whose data it holds; a new one stops the run. */
export const classifyColumns = automaticStep({
  id: 'pooled.classify-columns',
  title: 'Say of every column whose data it holds',
  about:
    'Every column that can be reached from the tenant must have a known meaning. One that nobody has classified stops the run: it could hold somebody’s data.',
  receipt,
  observe: async ({ ports, input }: OffboardContext): Promise<Observed<z.infer<typeof receipt>>> => {
    const unknown = await unknownColumns(ports.database, input.classified);
    return unknown.length === 0 ? { state: 'absent' } : { state: 'blocked', error: unknownColumn(unknown) };
  },
  plan: () => [
    { verb: 'read', object: 'columns of the live schema', count: 1, statements: [readColumnRules.name] },
  ],
  undo: { none: 'a look changes nothing' },
  apply: async ({ ports, input }: OffboardContext) => {
    const tables = await tenantTables(ports.database, input.classified);
    return {
      tables: tables.length,
      columns: tables.reduce((sum, { columns }) => sum + columns.length, 0),
      confirmed: Object.entries(input.classified).map(([column, strategy]) => `${column}=${strategy}`),
    };
  },
});
