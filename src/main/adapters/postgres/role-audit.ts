import type { SchemaMap } from '../../ports/database.port.ts';
import type { Need, NeededTable } from './needed-privileges.ts';
import type { RoleFacts, TablePrivileges } from './statements/role.ts';

type Verdicts = { readonly excess: readonly string[]; readonly missing: readonly string[] };
type Lent = { readonly lent: { readonly has: readonly string[]; readonly lacks: readonly string[] } };

/** What the role needs for good, by live table, and the tables of which a DELETE is lent for a day. */
type Wanted = { readonly needed: ReadonlyMap<string, NeededTable>; readonly lent: readonly string[] };

type Columns = readonly string[];

const nothing: NeededTable = { selects: new Set(), inserts: new Set(), updates: new Set(), deletes: false };

/** Compares what the role can do with what the console needs, in plain words (L14). */
export function auditRole(
  role: RoleFacts,
  granted: readonly TablePrivileges[],
  { needed, lent }: Wanted,
  map: SchemaMap,
): Verdicts & Lent {
  // A superuser may do everything: to list it table by table would bury the one thing that matters.
  if (role.attributes.includes('superuser'))
    return { excess: role.attributes, missing: [], lent: { has: [], lacks: [] } };
  const has = lent.filter((table) => mayDelete(granted, map, table));
  const lacks = lent.filter((table) => !has.includes(table));
  const tables = granted.map((table) =>
    auditTable(table, table.schema === map.schema ? forNow(needed, has, table.table) : undefined),
  );
  const seen = new Set(granted.filter(({ schema }) => schema === map.schema).map(({ table }) => table));
  const unseen = [...needed]
    .filter(([table]) => !seen.has(table))
    .map(([table]) => `any privilege on ${map.schema}.${table}`);
  return {
    excess: [...beyondTables(role), ...tables.flatMap(({ excess }) => excess)],
    missing: [...unseen, ...tables.flatMap(({ missing }) => missing)],
    lent: { has, lacks },
  };
}

const mayDelete = (granted: readonly TablePrivileges[], { schema }: SchemaMap, table: string): boolean =>
  granted.some((each) => each.schema === schema && each.table === table && each.verbs.includes('DELETE'));

/** What is lent is told apart, and so it is no excess. */
const forNow = (needed: Wanted['needed'], lent: readonly string[], table: string): NeededTable | undefined =>
  lent.includes(table) ? { ...(needed.get(table) ?? nothing), deletes: true } : needed.get(table);

const beyondTables = ({
  attributes,
  memberOf,
  owns,
  creates,
  definerFunctions,
}: RoleFacts): readonly string[] => [
  ...attributes,
  ...memberOf.map((other) => `member of role ${other}`),
  ...owns.map((object) => `owner of ${object}`),
  ...creates.map((place) => `may create objects in ${place}`),
  ...definerFunctions.map((name) => `may call ${name}, which runs with its owner's rights`),
];

function auditTable(granted: TablePrivileges, needed: NeededTable = nothing): Verdicts {
  const name = `${granted.schema}.${granted.table}`;
  const all = granted.columns;
  const verbs = [
    auditVerb('SELECT', name, { all, may: granted.selects, need: needed.selects }),
    auditVerb('INSERT', name, { all, may: granted.inserts, need: needed.inserts }),
    auditVerb('UPDATE', name, { all, may: granted.updates, need: needed.updates }),
  ];
  const whole = granted.verbs
    .filter((verb) => verb !== 'DELETE' || !needed.deletes)
    .map((verb) => `${verb} on ${name}`);
  const lacking = needed.deletes && !granted.verbs.includes('DELETE') ? [`DELETE on ${name}`] : [];
  return {
    excess: [...verbs.flatMap(({ excess }) => excess), ...whole],
    missing: [...verbs.flatMap(({ missing }) => missing), ...lacking],
  };
}

function auditVerb(
  verb: string,
  name: string,
  { all, may, need }: { readonly all: Columns; readonly may: Columns; readonly need: Need },
): Verdicts {
  const wanted = need === 'all' ? all : [...need];
  const say = (columns: Columns): readonly string[] =>
    columns.length === 0
      ? []
      : [`${verb} on ${name}${columns.length === all.length ? '' : ` (${[...columns].sort().join(', ')})`}`];
  return {
    excess: say(may.filter((column) => !wanted.includes(column))),
    missing: say(wanted.filter((column) => !may.includes(column))),
  };
}
