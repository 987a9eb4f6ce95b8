import { OperatorError } from '../../../shared/errors/operator-error.ts';
import { knownValuesOf } from '../../privacy/known-values.ts';
import { ValueSearch } from '../../privacy/value-search.ts';
import { ERASED } from '../../privacy/scrub.ts';
import type { OffboardContext } from './offboard-context.ts';
import { identifying, tenantTables } from './tenant-columns.ts';
import { tenantPages } from './tenant-pages.ts';

/** Reads what the tenant's people are known by, everywhere the classification says so. Each value once. */
export async function readKnownValues({
  ports,
  run,
  input,
  signal,
}: OffboardContext): Promise<readonly string[]> {
  const { database } = ports;
  const values = new Set<string>();
  for (const table of await tenantTables(database, input.classified)) {
    const columns = identifying(table);
    if (columns.length === 0) continue;
    const names = columns.map(({ column }) => column);
    for await (const rows of tenantPages(database, run.tenantId, table, names, signal))
      for (const row of rows)
        for (const value of knownValuesOf(
          columns.map(({ identifies }, at) => ({ identifies, value: row.values[at] ?? null })),
        ))
          values.add(value);
  }
  return [...values].filter((value) => value !== ERASED && !isMade(value));
}

/** What an earlier attempt put in place of an address. */
const isMade = (value: string): boolean => value.startsWith('erased-') && value.endsWith('@erased.invalid');

/** The search for what was remembered before anything was changed. Errors: `E_KNOWN_VALUES_LOST`. */
export async function rememberedSearch({ ports, run }: OffboardContext): Promise<ValueSearch> {
  const values = await ports.knownValues.load(run.runId);
  if (values === undefined) throw new OperatorError('E_KNOWN_VALUES_LOST');
  return new ValueSearch(values);
}
