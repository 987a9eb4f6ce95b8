import { sql, type RawBuilder } from 'kysely';
import type { Statement } from '../../../ports/database.port.ts';
import type { PooledSchema } from '../schema.ts';
import { walkUp } from './ownership.statements.ts';

type Rows = { readonly rows: number };

/** A rule about two rows, or two columns of one, that must say the same. `broken` is true for a row that breaks it. */
export type Agreement = {
  readonly id: string;
  /** In words, for a row that breaks it. */
  readonly says: string;
  readonly table: Table;
  /** Columns without which the rule says nothing, on the table itself. */
  readonly columns: readonly string[];
  readonly statement: Statement<PooledSchema, Record<string, never>, Rows>;
};

type Table = keyof PooledSchema;
type Parent = { readonly table: Table; readonly column: string };

const agreement = (
  id: string,
  says: string,
  { table, columns, parents }: Pick<Agreement, 'table' | 'columns'> & { readonly parents: readonly Parent[] },
  broken: RawBuilder<boolean>,
  anchor: string,
): Agreement => ({
  id,
  says,
  table,
  columns,
  statement: {
    name: `pooled.count-${id}`,
    purpose: `Count rows of which holds: ${says}`,
    rowCap: 1,
    timeoutMs: 60_000,
    needs: [
      { table, verb: 'SELECT', columns: [...columns, ...parents.slice(0, 1).map(({ column }) => column)] },
      ...parents.map((parent, at) => ({
        table: parent.table,
        verb: 'SELECT' as const,
        columns: ['id', parents[at + 1]?.column ?? anchor],
      })),
    ],
    onlyWith: { table, columns },
    sample: {},
    build: (db) =>
      walkUp(db, { entity: '', table, parents, anchor })
        .where(broken)
        .select(sql<number>`count(*)::int`.as('rows'))
        .compile(),
  },
});

const differs = (own: string, other: string): RawBuilder<boolean> =>
  sql<boolean>`${sql.ref(`own.${own}`)} is distinct from ${sql.ref(other)}`;

const ofEmployer: Parent = { table: 'employers', column: 'employerId' };
const ofScheme: Parent = { table: 'schemes', column: 'schemeId' };

/**
 * What is stored twice has to agree: a row that names its tenant beside its parent, a member its employer beside its scheme. And
 * a file lies below its own tenant's prefix (P19), whether the path is kept alone or as an address.
 */
export const agreements: readonly Agreement[] = [
  agreement(
    'schemes-of-another-tenant',
    'a scheme names another tenant than its employer does',
    { table: 'schemes', columns: ['brokerId'], parents: [ofEmployer] },
    differs('brokerId', 'parent1.brokerId'),
    'brokerId',
  ),
  agreement(
    'members-of-another-tenant',
    'a member names another tenant than its employer does',
    { table: 'members', columns: ['brokerId'], parents: [ofScheme, ofEmployer] },
    differs('brokerId', 'parent2.brokerId'),
    'brokerId',
  ),
  agreement(
    'members-of-another-employer',
    'a member names another employer than its scheme does',
    { table: 'members', columns: ['employerId'], parents: [ofScheme] },
    differs('employerId', 'parent1.employerId'),
    'employerId',
  ),
  agreement(
    'documents-below-another-prefix',
    'a document points at a file that is not below its own tenant',
    { table: 'documents', columns: ['blobPath'], parents: [ofScheme, ofEmployer] },
    sql<boolean>`position('/' || ${sql.ref('parent2.brokerId')}::text || '/' in '/' || ${sql.ref('own.blobPath')}) = 0`,
    'brokerId',
  ),
];
