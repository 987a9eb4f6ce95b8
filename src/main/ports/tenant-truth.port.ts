import type { IntegrityFinding } from '../../shared/model/isolation-report.ts';

/** A row as the judge sees it: no content, only whose it is and whether it was written. */
export type TruthRow = {
  readonly id: string;
  /** Id of the row it hangs below; undefined at the top. */
  readonly parentId?: string;
  /** Changes whenever the row is written, also with the same content. */
  readonly version: string;
};

export type Owner = {
  readonly entity: string;
  readonly id: string;
  /** Null for what belongs to no tenant. */
  readonly tenantId: string | null;
  readonly parentId?: string;
};

export type AuditedAction = {
  readonly entityId: string;
  readonly actorId: string;
  readonly action: string;
  /** Entity → id of its row that the trail's row names beside its own; null where it names none. Only what the schema can hold. */
  readonly above?: Readonly<Record<string, string | null>>;
};

export type EntityId = { readonly entity: string; readonly id: string };

/**
 * What the database says: the judge of every isolation probe (L6). Entities go by the names of the portal profile. It reads
 * ids, anchors and row versions, never a name or another personal field, and changes nothing.
 *
 * Errors: those of `TenantDatabase`; `E_ROW_CAP` for a tenant with more rows than it may read at once.
 */
export type TenantTruth = {
  /** What it can answer for; a probe about anything else is inconclusive. */
  readonly entities: readonly string[];
  /** Every row of the tenant in these entities, or those of them with these ids. */
  rowsOf(
    tenantId: string,
    entities: readonly string[],
    ids?: readonly string[],
  ): Promise<ReadonlyMap<string, readonly TruthRow[]>>;
  countsOf(tenantId: string, entities: readonly string[]): Promise<ReadonlyMap<string, number>>;
  /** Whose these are; what nobody has is left out. Without `entity` every entity is looked at. */
  ownersOf(
    ids: readonly { readonly id: string; readonly entity?: string | undefined }[],
  ): Promise<readonly Owner[]>;
  /** Actions that the portal's audit trail holds for the tenant by these actors. */
  actionsBy(tenantId: string, actorIds: readonly string[]): Promise<readonly AuditedAction[]>;
  /** Constraints, orphans and row-level security, by the database's own catalogue. */
  integrity(): Promise<readonly IntegrityFinding[]>;
};
