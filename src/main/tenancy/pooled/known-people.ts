import { OperatorError } from '../../../shared/errors/operator-error.ts';
import { knownValuesOf } from '../../privacy/known-values.ts';
import { ERASED } from '../../privacy/scrub.ts';
import type { TenantDatabase } from '../../ports/database.port.ts';
import type { ErasureContext } from './offboard-context.ts';
import type { ErasureInput } from './offboard-input.ts';
import type { PooledSchema } from './schema.ts';
import { identifying, tenantTables } from './tenant-columns.ts';
import { tenantPages } from './tenant-pages.ts';

/** Where to look for a tenant's people. */
export type PeopleOf = {
  readonly database: TenantDatabase<PooledSchema>;
  readonly tenantId: string;
  readonly classified: ErasureInput['classified'];
  readonly signal: AbortSignal;
};

/** Reads what the tenant's people are known by, everywhere the classification says so. Each value once. */
export async function readKnownValues({
  ports: { database },
  run: { tenantId },
  input: { classified },
  signal,
}: ErasureContext): Promise<readonly string[]> {
  const values = new Set<string>();
  for await (const value of knownValues({ database, tenantId, classified, signal })) values.add(value);
  return [...values];
}

/** Whether anybody of the tenant is known by anything; reads no further than it has to. */
export async function hasPeople(where: PeopleOf): Promise<boolean> {
  for await (const _value of knownValues(where)) return true;
  return false;
}

async function* knownValues({ database, tenantId, classified, signal }: PeopleOf): AsyncIterable<string> {
  for (const table of await tenantTables(database, classified)) {
    const columns = identifying(table);
    if (columns.length === 0) continue;
    const names = columns.map(({ column }) => column);
    for await (const rows of tenantPages(database, tenantId, table, names, signal))
      for (const row of rows)
        for (const value of knownValuesOf(
          columns.map(({ identifies }, at) => ({ identifies, value: row.values[at] ?? null })),
        ))
          if (value !== ERASED && !isMade(value)) yield value;
  }
}

/** The day that stands where none may be missing, in both spellings. */
const firstDays = ['1900-01-01', '01/01/1900'];

/** What an earlier attempt put in place of an address or of a day. */
const isMade = (value: string): boolean =>
  firstDays.includes(value) || (value.startsWith('erased-') && value.endsWith('@erased.invalid'));

/** What was remembered before anything was changed. Errors: `E_KNOWN_VALUES_LOST`. */
export async function rememberedValues({ ports, run }: ErasureContext): Promise<readonly string[]> {
  const values = await ports.knownValues.load(run.runId);
  if (values === undefined) throw new OperatorError('E_KNOWN_VALUES_LOST');
  return values;
}
