/** Whose data a column holds. */
export type Subject = 'member' | 'user' | 'key-function-holder' | 'contact' | 'nobody';

/**
 * What becomes of a column's content when a tenant is off-boarded:
 * - `keep`: it says nothing about a person, or the law wants it kept (schemes' records, seven years);
 * - `clear`: null where the column may be null, else an empty value of its type;
 * - `fixed`: the same word in every row;
 * - `from-key`: made from the row's own key, where values have to differ: tells nothing that the key does not tell;
 * - `scrub`: free text or JSON; what is known of the tenant's people is taken out of it, the rest stays.
 */
export type Strategy = 'keep' | 'clear' | 'fixed' | 'from-key' | 'scrub';

export type Classified = {
  readonly of: Subject;
  readonly strategy: Strategy;
  /** Its values are searched for everywhere else: what a person can be recognised by. */
  readonly identifies?: Identifies;
};

/** Kinds of value that identify; they differ in the ways they are written. */
export type Identifies =
  'full-name' | 'first-name' | 'last-name' | 'email' | 'phone' | 'number' | 'day' | 'address';

/** Logical table → logical column → what it holds. */
export type Classification = Readonly<Record<string, Readonly<Record<string, Classified>>>>;

export const keep: Classified = { of: 'nobody', strategy: 'keep' };
export const scrub = (of: Subject): Classified => ({ of, strategy: 'scrub' });
export const clear = (of: Subject, identifies: Identifies): Classified => ({
  of,
  strategy: 'clear',
  identifies,
});

/** A live column as the server's catalogue shows it. */
export type LiveColumn = { readonly table: string; readonly column: string; readonly type: string };

/** Logical names and where they stand in the live schema. */
type Names = Readonly<
  Record<string, { readonly name: string; readonly columns: Readonly<Record<string, string>> }>
>;

/** Live columns, as `table.column`, that the classification does not speak of: nobody has said whose data they hold. */
export function unclassifiedColumns(
  classification: Classification,
  tables: Names,
  live: readonly LiveColumn[],
): readonly LiveColumn[] {
  const known = new Set(
    Object.entries(tables).flatMap(([table, { name, columns }]) =>
      Object.entries(columns)
        .filter(([column]) => classification[table]?.[column] !== undefined)
        .map(([, column]) => `${name}.${column}`),
    ),
  );
  return live.filter(({ table, column }) => !known.has(`${table}.${column}`));
}
