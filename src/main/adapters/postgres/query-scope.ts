import {
  AliasNode,
  DeleteQueryNode,
  IdentifierNode,
  InsertQueryNode,
  ListNode,
  RawNode,
  SelectQueryNode,
  TableNode,
  UpdateQueryNode,
  type JoinNode,
  type OperationNode,
  type SelectionNode,
  type WithNode,
} from 'kysely';

/** What the names in one query stand for. */
export type Scope = {
  /** Name as it is used in the query (alias, or the table's own) → logical table. */
  readonly tables: ReadonlyMap<string, string>;
  /** Common table expressions and aliased subqueries: their columns have logical names already. */
  readonly derived: ReadonlySet<string>;
  /** Names that the query gives to what it selects. */
  readonly aliases: ReadonlySet<string>;
};

/** The scope that a query opens inside `outer` ones, or undefined for a node that is not a query. */
export function scopeOf(node: OperationNode, outer: readonly Scope[]): Scope | undefined {
  const sources = sourcesOf(node);
  if (sources === undefined) return undefined;
  const query = node as { readonly with?: WithNode; readonly selections?: readonly SelectionNode[] };
  const expressions = query.with?.expressions.map(({ name }) => name.table.table.identifier.name) ?? [];
  const derived = new Set([...expressions, ...outer.flatMap((scope) => [...scope.derived])]);
  const tables = new Map<string, string>();
  for (const source of sources) enter(source, tables, derived);
  if (InsertQueryNode.is(node) && node.into) tables.set('excluded', node.into.table.identifier.name);
  return { tables, derived, aliases: new Set((query.selections ?? []).flatMap(aliasOf)) };
}

function sourcesOf(node: OperationNode): readonly OperationNode[] | undefined {
  if (InsertQueryNode.is(node)) return node.into ? [node.into] : [];
  if (SelectQueryNode.is(node)) return [...(node.from?.froms ?? []), ...joined(node.joins)];
  if (DeleteQueryNode.is(node))
    return [...node.from.froms, ...(node.using?.tables ?? []), ...joined(node.joins)];
  if (RawNode.is(node)) return namedIn(node);
  if (!UpdateQueryNode.is(node)) return undefined;
  return [...(node.table ? [node.table] : []), ...(node.from?.froms ?? []), ...joined(node.joins)];
}

/** `sql.table(…)` inside a template is a template of its own; its neighbours' columns belong to that table. */
function namedIn({ parameters }: RawNode): readonly OperationNode[] | undefined {
  const tables = parameters
    .filter((one) => RawNode.is(one))
    .flatMap((one) => one.parameters.filter(TableNode.is));
  return tables.length === 0 ? undefined : tables;
}

const joined = (joins: readonly JoinNode[] | undefined): readonly OperationNode[] =>
  joins?.map(({ table }) => table) ?? [];

function enter(source: OperationNode, tables: Map<string, string>, derived: Set<string>): void {
  if (ListNode.is(source)) {
    for (const item of source.items) enter(item, tables, derived);
  } else if (TableNode.is(source)) {
    enterTable(source, source.table.identifier.name, tables, derived);
  } else if (AliasNode.is(source) && IdentifierNode.is(source.alias)) {
    enterAliased(source.node, source.alias.name, tables, derived);
  }
}

function enterAliased(
  node: OperationNode,
  alias: string,
  tables: Map<string, string>,
  derived: Set<string>,
): void {
  if (TableNode.is(node)) enterTable(node, alias, tables, derived);
  else derived.add(alias);
}

/** A table with a schema in front (`pg_catalog.pg_class`) is taken as written, as is a common table expression. */
function enterTable(node: TableNode, name: string, tables: Map<string, string>, derived: Set<string>): void {
  const { schema, identifier } = node.table;
  if (schema !== undefined || derived.has(identifier.name)) derived.add(name);
  else tables.set(name, identifier.name);
}

const aliasOf = ({ selection }: SelectionNode): readonly string[] =>
  AliasNode.is(selection) && IdentifierNode.is(selection.alias) ? [selection.alias.name] : [];
