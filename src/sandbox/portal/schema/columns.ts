/** Kinds of column the portal uses, by their PostgreSQL type. */
export type ColumnKind =
  'text' | 'uuid' | 'integer' | 'numeric(12, 2)' | 'boolean' | 'date' | 'timestamptz' | 'jsonb';

export type Column = {
  readonly kind: ColumnKind;
  readonly nullable: boolean;
  readonly primary: boolean;
  readonly unique: boolean;
  /** Table whose `id` this column points at. */
  readonly references?: string;
  /** The reading of the schema that has this column; both when left out. */
  readonly only?: 'bare' | 'brokers';
};

const base = { nullable: false, primary: false, unique: false } as const;

const of = <const Kind extends ColumnKind>(kind: Kind) => ({ ...base, kind });

export const text = of('text');
export const integer = of('integer');
export const amount = of('numeric(12, 2)');
export const flag = of('boolean');
export const date = of('date');
export const instant = of('timestamptz');
export const json = of('jsonb');

export const optional = <C extends Column>(column: C) => ({ ...column, nullable: true as const });

export const unique = <C extends Column>(column: C) => ({ ...column, unique: true as const });

/** A UUID primary key; text where the table's ids carry a prefix or are CUID2. */
export const key = <const Kind extends 'uuid' | 'text'>(kind: Kind) => ({
  ...of(kind),
  primary: true as const,
});

export const pointsAt = <const Kind extends 'uuid' | 'text', const Table extends string>(
  kind: Kind,
  references: Table,
) => ({ ...of(kind), references });

/**
 * The tenant anchor: a foreign key on `brokers` where there is such a table, otherwise a bare UUID (the kind is
 * settled when the tables are created, because it depends on the variant).
 */
export const tenantAnchor = pointsAt('text', 'brokers');
