import pg from 'pg';
import type { AnyStatement, SchemaMap } from '../../ports/database.port.ts';
import { lentTables, neededPrivileges, type Need } from './needed-privileges.ts';

const quote = (name: string): string => pg.escapeIdentifier(name);

/**
 * SQL that leaves `role` with exactly what the statements need on the mapped schema (L14): columns where a statement names
 * columns, never a sequence, a function or DDL. To be run by the owner of the tables, as often as wanted.
 */
export function grantsFor(statements: readonly AnyStatement[], map: SchemaMap, role: string): string {
  const [schema, to] = [quote(map.schema), quote(role)];
  const tables = [...neededPrivileges(statements, map)].sort(([a], [b]) => (a < b ? -1 : 1));
  return [
    `REVOKE ALL ON ALL TABLES IN SCHEMA ${schema} FROM ${to};`,
    `REVOKE ALL ON SCHEMA ${schema} FROM ${to};`,
    `GRANT USAGE ON SCHEMA ${schema} TO ${to};`,
    ...tables.flatMap(([table, { selects, inserts, updates, deletes }]) => {
      const on = `ON ${schema}.${quote(table)} TO ${to};`;
      const verbs = [
        privilege('SELECT', selects),
        privilege('INSERT', inserts),
        privilege('UPDATE', updates),
      ].flat();
      return [...verbs, ...(deletes ? ['DELETE'] : [])].map((verb) => `GRANT ${verb} ${on}`);
    }),
    '',
  ].join('\n');
}

/** SQL that lends `role` what the statements need for a day. What `grantsFor` gives takes it back. */
export const lendingTo = (statements: readonly AnyStatement[], map: SchemaMap, role: string): string =>
  lentTables(statements, map)
    .map((table) => `GRANT DELETE ON ${quote(map.schema)}.${quote(table)} TO ${quote(role)};`)
    .join('\n');

function privilege(verb: string, need: Need): readonly string[] {
  if (need === 'all') return [verb];
  return need.size === 0 ? [] : [`${verb} (${[...need].sort().map(quote).join(', ')})`];
}
