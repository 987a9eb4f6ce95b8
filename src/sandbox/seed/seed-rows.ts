import type { Faker } from '@faker-js/faker';
import type { Ids } from '../ids.ts';
import type { TableName } from '../portal/schema/tables.ts';
import type { SchemaVariant } from '../portal/schema/variant.ts';
import type { Words } from './words.ts';

export type SeedRow = Readonly<Record<string, unknown>> & { readonly id: string };
/** Rows by table, and the files that belong to them. */
export type SeedRows = Readonly<Partial<Record<TableName, SeedRow[]>>>;

/** All that the rows of one tenant are made from. */
export type SeedSource = {
  /** Number of the tenant in this portal; the canary is 0. */
  readonly number: number;
  readonly faker: Faker;
  readonly ids: Ids;
  readonly words: Words;
  readonly variant: SchemaVariant;
  readonly since: Date;
  readonly passwordHash: string;
  /** Ends every e-mail address of this tenant, so that no two tenants share one. */
  readonly mailDomain: string;
};

/** Stamps a row as written when the seed's time began. */
export const stamped = (since: Date) => ({ createdAt: since, updatedAt: since });

/** Puts rows of the same table together. */
export function mergeRows(parts: readonly SeedRows[]): SeedRows {
  const merged: Partial<Record<TableName, SeedRow[]>> = {};
  for (const part of parts) {
    for (const [table, rows] of Object.entries(part) as [TableName, SeedRow[]][])
      (merged[table] ??= []).push(...rows);
  }
  return merged;
}
