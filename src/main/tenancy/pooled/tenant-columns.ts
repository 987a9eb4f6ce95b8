import { OperatorError } from '../../../shared/errors/operator-error.ts';
import {
  unclassifiedColumns,
  type Classified,
  type Identifies,
  type LiveColumn,
} from '../../privacy/classification.ts';
import type { SchemaMap, TenantDatabase } from '../../ports/database.port.ts';
import { pooledClassification } from './classification.ts';
import type { OffboardInput } from './offboard-input.ts';
import type { PooledSchema } from './schema.ts';
import type { Target } from './statements/anonymise.statements.ts';
import { readColumnRules, type ColumnRule } from './statements/integrity.statements.ts';
import { ownedTables, readableUserColumns } from './statements/own-rows.ts';
import type { Descent } from './statements/ownership.statements.ts';

/** A live column with what becomes of it. */
export type TenantColumn = ColumnRule & {
  readonly classified: Classified;
  /** False for the hash of a password. */
  readonly isReadable: boolean;
};

/** A table in which the tenant has rows. */
export type TenantTable = {
  readonly of: Descent;
  readonly name: string;
  readonly columns: readonly TenantColumn[];
};

/** Live columns that neither the classification nor the operator speaks of. */
export async function unknownColumns(
  database: TenantDatabase<PooledSchema>,
  confirmed: OffboardInput['classified'],
): Promise<readonly LiveColumn[]> {
  const { map } = database;
  const rules = await database.read((tx) => tx.run(readColumnRules, { map }));
  return unclassifiedColumns(pooledClassification, map.tables, rules).filter(
    ({ table, column }) => confirmed[`${table}.${column}`] === undefined,
  );
}

/** Every table of the live schema in which a tenant has rows, with every column of it. Expects that none is unknown. */
export async function tenantTables(
  database: TenantDatabase<PooledSchema>,
  confirmed: OffboardInput['classified'],
): Promise<readonly TenantTable[]> {
  const { map } = database;
  const rules = await database.read((tx) => tx.run(readColumnRules, { map }));
  return ownedTables.flatMap((of) => {
    const name = map.tables[of.table]?.name;
    if (name === undefined) return [];
    const columns = rules.filter(({ table }) => table === name);
    return [{ of, name, columns: columns.map((rule) => columnOf(map, of, rule, confirmed)) }];
  });
}

function columnOf(
  map: SchemaMap,
  { table }: Descent,
  rule: ColumnRule,
  confirmed: OffboardInput['classified'],
): TenantColumn {
  const logical = Object.entries(map.tables[table]?.columns ?? {}).find(
    ([, live]) => live === rule.column,
  )?.[0];
  const known = (pooledClassification[table] as Readonly<Record<string, Classified>>)[logical ?? ''];
  const strategy = confirmed[`${rule.table}.${rule.column}`];
  const classified = known ?? (strategy && { of: 'member' as const, strategy });
  if (classified === undefined) throw unknownColumn([rule]);
  const isReadable = table !== 'users' || logical === undefined || readable.has(logical);
  return { ...rule, classified, isReadable };
}

const readable: ReadonlySet<string> = new Set(readableUserColumns);

export const unknownColumn = (columns: readonly LiveColumn[]): OperatorError =>
  new OperatorError('E_CLASSIFICATION_UNKNOWN_COLUMN', {
    details: { columns: columns.map(({ table, column, type }) => `${table}.${column} (${type})`) },
  });

const isTextual = (type: string): boolean => /^(text|character varying|character|citext|jsonb?)\b/.test(type);
export const isJson = (type: string): boolean => type === 'json' || type === 'jsonb';

/** Columns in which a value can stand: all text and JSON that may be read. */
export const searchable = ({ columns }: TenantTable): readonly TenantColumn[] =>
  columns.filter(({ type, isReadable }) => isReadable && isTextual(type));

export const scrubbable = ({ columns }: TenantTable): readonly TenantColumn[] =>
  columns.filter(({ classified, type }) => classified.strategy === 'scrub' && isTextual(type));

export const identifying = ({
  columns,
}: TenantTable): readonly { readonly column: string; readonly identifies: Identifies }[] =>
  columns.flatMap(({ column, classified: { identifies } }) =>
    identifies === undefined ? [] : [{ column, identifies }],
  );

/** What anonymising sets. Errors: `E_ANONYMISE_COLUMN` for a column that can hold no empty value. */
export const targetsOf = ({ columns }: TenantTable): readonly Target[] =>
  columns.flatMap((each): readonly Target[] => {
    const { column, isReadable } = each;
    const to = targetOf(each);
    return to === undefined ? [] : [{ column, to, ...(!isReadable && { unread: true }) }];
  });

function targetOf({ table, column, type, notNull, classified }: TenantColumn): Target['to'] | undefined {
  switch (classified.strategy) {
    case 'keep':
    case 'scrub':
      return undefined;
    case 'fixed':
      return 'erased';
    case 'from-key':
      return 'from-key';
    case 'clear':
      if (!notNull) return 'null';
      if (type === 'date') return 'first-day';
      if (isTextual(type) && !isJson(type)) return 'empty';
      throw new OperatorError('E_ANONYMISE_COLUMN', { details: { column: `${table}.${column}`, type } });
  }
}
