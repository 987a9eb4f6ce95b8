import type { IntegrityFinding } from '../../../shared/model/isolation-report.ts';
import { hasColumn, type SchemaMap, type TenantDatabase } from '../../ports/database.port.ts';
import type { PooledSchema } from './schema.ts';
import { agreements } from './statements/agreement.statements.ts';
import { countOrphans, readColumnRules, type ColumnRule } from './statements/integrity.statements.ts';
import { descents, type Descent } from './statements/ownership.statements.ts';

/**
 * What the database itself does to keep tenants apart (source 2 “Key invariants”): anchors that cannot be empty, foreign keys,
 * no orphans. Row-level security is noted, not asked for: the sources keep tenants apart in the application.
 */
export async function findIntegrity(
  database: TenantDatabase<PooledSchema>,
): Promise<readonly IntegrityFinding[]> {
  const { map } = database;
  const present = descents.filter(({ table }) => map.tables[table] !== undefined);
  return database.read(async (tx) => {
    const rules = await tx.run(readColumnRules, { map });
    const orphans = await Promise.all(
      present.map(async ({ entity }) => {
        const statement = countOrphans.get(entity);
        const [counted] = statement === undefined ? [] : await tx.run(statement, {});
        return orphansFound(entity, counted?.rows ?? 0);
      }),
    );
    const broken = await Promise.all(
      agreements
        .filter(({ table, columns }) => columns.every((column) => hasColumn(map, table, column)))
        .map(async ({ id, says, statement }) => {
          const [counted] = await tx.run(statement, {});
          return disagreements(id, says, counted?.rows ?? 0);
        }),
    );
    return [
      ...present.flatMap((of) => linkFindings(of, rules, map)),
      ...orphans.flat(),
      ...broken.flat(),
      ...rowSecurity(rules),
    ];
  });
}

/** The column that leads towards the tenant: not empty, and held by a foreign key where there is a table to point at. */
function linkFindings(
  of: Descent,
  rules: readonly ColumnRule[],
  map: SchemaMap,
): readonly IntegrityFinding[] {
  const [parent] = of.parents;
  const column = parent?.column ?? of.anchor;
  const target = map.tables[parent?.table ?? 'brokers'];
  const live = map.tables[of.table];
  const rule = rules.find((each) => each.table === live?.name && each.column === live.columns[column]);
  if (rule === undefined) return [];
  const name = `${rule.table}.${rule.column}`;
  // A platform operator belongs to no tenant, so the anchor of a user may be empty.
  const mayBeEmpty = of.entity === 'users';
  return [
    ...(rule.notNull || mayBeEmpty
      ? []
      : [fault(`not-null.${of.entity}`, `${name} may be empty, so a row can be without a tenant.`)]),
    ...(target === undefined || rule.references === target.name
      ? []
      : [fault(`foreign-key.${of.entity}`, `${name} is held by no foreign key on ${target.name}.`)]),
    ...(target === undefined
      ? [note(`bare-anchor.${of.entity}`, `${name} is a bare id: there is no table of tenants to point at.`)]
      : []),
  ];
}

const orphansFound = (entity: string, rows: number): readonly IntegrityFinding[] =>
  rows === 0 ? [] : [fault(`orphans.${entity}`, `${rows} ${entity} hang below nothing.`)];

const disagreements = (id: string, says: string, rows: number): readonly IntegrityFinding[] =>
  rows === 0 ? [] : [fault(id, `In ${rows} rows ${says}.`)];

/** How far a change to row-level security would have to go. */
function rowSecurity(rules: readonly ColumnRule[]): readonly IntegrityFinding[] {
  const tables = [...new Map(rules.map((rule) => [rule.table, rule])).values()];
  const secured = tables.filter(({ rowSecurity: on, policies }) => on && policies > 0).length;
  const message =
    secured === 0
      ? 'No table has row-level security: the application alone keeps tenants apart. SET LOCAL inside a transaction would serve it behind a transaction pooler.'
      : `${secured} of ${tables.length} tables have row-level security.`;
  return [note('row-level-security', message)];
}

const fault = (id: string, message: string): IntegrityFinding => ({ id, severity: 'fault', message });
const note = (id: string, message: string): IntegrityFinding => ({ id, severity: 'note', message });
