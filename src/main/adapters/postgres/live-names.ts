import type { SchemableIdentifierNode } from 'kysely';
import {
  AggregateFunctionNode,
  AliasNode,
  ColumnNode,
  IdentifierNode,
  OperationNodeTransformer,
  ReferenceNode,
  SelectionNode,
  TableNode,
  type ColumnUpdateNode,
  type OperationNode,
  type RootOperationNode,
  type SelectAllNode,
} from 'kysely';
import { OperatorError } from '../../../shared/errors/operator-error.ts';
import type { SchemaMap } from '../../ports/database.port.ts';
import { scopeOf, type Scope } from './query-scope.ts';

/** Turns logical table and column names of a query into the live ones. Rows come back under the logical names. */
export const withLiveNames = (query: RootOperationNode, map: SchemaMap): RootOperationNode =>
  new LiveNames(map).transformNode(query);

class LiveNames extends OperationNodeTransformer {
  readonly #map: SchemaMap;
  /** Innermost query first. */
  #scopes: readonly Scope[] = [];

  constructor(map: SchemaMap) {
    super();
    this.#map = map;
  }

  protected override transformNodeImpl<T extends OperationNode>(node: T): T {
    const scope = scopeOf(node, this.#scopes);
    if (scope === undefined) return super.transformNodeImpl(node);
    const outer = this.#scopes;
    this.#scopes = [scope, ...outer];
    const transformed = super.transformNodeImpl(node);
    this.#scopes = outer;
    return transformed;
  }

  /** A table as it stands in FROM, JOIN, INTO, UPDATE or DELETE. */
  protected override transformTable(node: TableNode): TableNode {
    const { schema, identifier } = node.table;
    if (schema !== undefined || this.#isDerived(identifier.name)) return node;
    return TableNode.createWithSchema(this.#map.schema, this.#table(identifier.name).name);
  }

  protected override transformReference(node: ReferenceNode): ReferenceNode {
    if (!ColumnNode.is(node.column))
      throw new TypeError('A statement names its columns; `select *` is not allowed.');
    const column = node.column.column.name;
    if (node.table === undefined) return ReferenceNode.create(ColumnNode.create(this.#bare(column)));
    const qualifier = node.table.table.identifier.name;
    const live = ColumnNode.create(this.#qualified(qualifier, column));
    return ReferenceNode.create(live, TableNode.create(this.#visibleName(qualifier)));
  }

  /** Columns outside a reference: of INSERT, SET, ON CONFLICT. */
  protected override transformColumn(node: ColumnNode): ColumnNode {
    return ColumnNode.create(this.#bare(node.column.name));
  }

  protected override transformColumnUpdate(node: ColumnUpdateNode): ColumnUpdateNode {
    // SET takes a bare column, also where the statement was written with the table in front.
    const column = ReferenceNode.is(node.column) ? node.column.column : node.column;
    return { ...node, column: this.transformNode(column), value: this.transformNode(node.value) };
  }

  protected override transformSelection(node: SelectionNode): SelectionNode {
    const { selection } = node;
    if (!ReferenceNode.is(selection) || !ColumnNode.is(selection.column))
      return super.transformSelection(node);
    const logical = selection.column.column;
    const live = this.transformNode(selection);
    if (ColumnNode.is(live.column) && live.column.column.name === logical.name)
      return SelectionNode.create(live);
    return SelectionNode.create(AliasNode.create(live, IdentifierNode.create(logical.name)));
  }

  /** `count(*)` is fine; `select *` would return live names, and need more privileges than are granted. */
  protected override transformSelectAll(node: SelectAllNode): SelectAllNode {
    if (this.nodeStack.slice(-3, -1).some(AggregateFunctionNode.is)) return node;
    throw new TypeError('A statement names its columns; `select *` is not allowed.');
  }

  protected override transformSchemableIdentifier(node: SchemableIdentifierNode): SchemableIdentifierNode {
    return node;
  }

  #isDerived(name: string): boolean {
    return this.#scopes.some(({ derived }) => derived.has(name));
  }

  #table(logical: string): SchemaMap['tables'][string] {
    const table = this.#map.tables[logical];
    if (table === undefined) throw unmapped(logical);
    return table;
  }

  #column(table: string, column: string): string {
    const live = this.#table(table).columns[column];
    if (live === undefined) throw unmapped(`${table}.${column}`);
    return live;
  }

  /** The logical table that a qualifier stands for, or undefined for a common table expression or subquery. */
  #behind(qualifier: string): string | undefined {
    return this.#scopes.find(({ tables }) => tables.has(qualifier))?.tables.get(qualifier);
  }

  #qualified(qualifier: string, column: string): string {
    const table = this.#behind(qualifier);
    if (table !== undefined) return this.#column(table, column);
    if (this.#isDerived(qualifier)) return column;
    throw new TypeError(`Nothing in the query is called "${qualifier}".`);
  }

  /** An alias stays; a table that goes by its own name goes by its live one. */
  #visibleName(qualifier: string): string {
    return this.#behind(qualifier) === qualifier ? this.#table(qualifier).name : qualifier;
  }

  /** A column without a table: of the innermost query whose tables have it, else an alias or of something derived. */
  #bare(column: string): string {
    for (const { tables, aliases } of this.#scopes) {
      const found = new Set(
        [...tables.values()].flatMap((table) => this.#table(table).columns[column] ?? []),
      );
      if (found.size > 1)
        throw new TypeError(`Name the table of "${column}": two tables spell it differently.`);
      const [live] = found;
      if (live !== undefined) return live;
      if (aliases.has(column)) return column;
    }
    if (this.#scopes.some(({ derived }) => derived.size > 0)) return column;
    throw unmapped(`${[...(this.#scopes[0]?.tables.values() ?? [])].join('/')}.${column}`);
  }
}

const unmapped = (name: string): OperatorError =>
  new OperatorError('E_SCHEMA_UNMAPPED', {
    message: `The live schema has no ${name}.`,
    details: { missing: [name] },
  });
