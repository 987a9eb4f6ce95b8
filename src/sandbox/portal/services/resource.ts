import type { z } from 'zod';
import type { Ids } from '../../ids.ts';
import type { ActorContext } from '../actor-context.ts';
import type { PortalContext } from '../portal-context.ts';
import type { Role } from '../role.ts';
import type { Placed } from './placed.ts';

export type Fields = Readonly<Record<string, unknown>>;

/** A row together with whose it is. `schemeId` is null above the schemes. */
export type Owned = {
  readonly row: Fields & { readonly id: string };
  readonly tenantId: string | null;
  readonly schemeId: string | null;
};

/** One kind of thing the portal keeps: what it is called, where it hangs, who may do what with it. */
export type Resource = Placed & {
  /** Segment of the address: `/api/<name>`. */
  readonly name: string;
  /** Singular, as audit rows call it. */
  readonly entity: string;
  readonly newId: (ids: Ids) => string;
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
  readonly removed?: (row: Fields, context: PortalContext) => Promise<void>;
  /** What the caller sees of a row; the row itself when left out. */
  readonly present?: (row: Fields, context: PortalContext, actor: ActorContext) => Fields | Promise<Fields>;
  /** Same as `present` for lists, where a costly field is left away. */
  readonly presentInList?: (row: Fields) => Fields;
};
