import type { z } from 'zod';
import type { Ids } from '../../ids.ts';
import type { ActorContext } from '../actor-context.ts';
import type { PortalContext } from '../portal-context.ts';
import type { Role } from '../role.ts';
import type { PortalDatabase } from '../schema/portal-database.ts';
import type { TableName } from '../schema/tables.ts';

export type Fields = Readonly<Record<string, unknown>>;

/** A row together with whose it is. `schemeId` is null above the schemes. */
export type Owned = {
  readonly row: Fields & { readonly id: string };
  readonly tenantId: string | null;
  readonly schemeId: string | null;
};

/** One kind of thing the portal keeps: what it is called, where it hangs, who may do what with it. */
export type Resource = {
  /** Segment of the address: `/api/<name>`. */
  readonly name: string;
  /** Singular, as audit rows call it. */
  readonly entity: string;
  readonly table: TableName;
  /** Tables between this one and the tenant anchor, nearest first. Empty when the row holds the anchor itself. */
  readonly parents: readonly TableName[];
  readonly newId: (ids: Ids) => string;
  readonly idPattern: RegExp;
  /** The lowest role for each; what is left out nobody can do. */
  readonly roles: {
    readonly read: Role;
    readonly create?: Role;
    readonly update?: Role;
    readonly delete?: Role;
  };
  /** Body of a creation and of a PUT; a PATCH takes any part of it. */
  readonly body?: z.ZodObject;
  /** Columns of a new or moved row that follow from its parent. */
  readonly inherit?: (parent: Fields) => Fields;
  /** Columns that a body stands for, where they are not the same. */
  readonly columns?: (body: Fields, parent: Owned | undefined, actor: ActorContext) => Fields;
  /** Runs inside the transaction that stores a new row; what it throws undoes the row. */
  readonly stored?: (row: Fields, body: Fields, context: PortalContext) => Promise<void>;
  /** Runs once the new row is committed. */
  readonly created?: (owned: Owned, context: PortalContext, actor: ActorContext) => Promise<void>;
  /** Runs inside the transaction that removes a row. */
  readonly removed?: (row: Fields, context: PortalContext, trx: PortalDatabase) => Promise<void>;
  /** What the caller sees of a row; the row itself when left out. */
  readonly present?: (row: Fields, context: PortalContext, actor: ActorContext) => Fields | Promise<Fields>;
  /** Same as `present` for lists, where a costly field is left away. */
  readonly presentInList?: (row: Fields) => Fields;
};

/** Column by which a row points at its parent. */
const parentColumns: Partial<Record<TableName, string>> = {
  employers: 'employerId',
  schemes: 'schemeId',
  members: 'memberId',
};

export function parentColumn(parent: TableName): string {
  const column = parentColumns[parent];
  if (column === undefined) throw new Error(`Nothing hangs below ${parent}.`);
  return column;
}

export const UUID = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/i;
export const ANY_ID = /^[\w-]{1,64}$/;
