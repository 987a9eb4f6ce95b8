/** What a tenant can be found by. Personal: lives in this process's memory and nowhere else. */
export type IndexedTenant = {
  readonly tenantId: string;
  readonly legalName: string;
  readonly croNumber: string;
  readonly contactEmail: string;
  readonly contactName: string;
  /** ISO 8601, of its first run. */
  readonly openedAt: string;
  /** Its newest run, and what that is about. */
  readonly runId: string;
  readonly runbook: string;
  readonly connection: string;
  readonly environment: string;
  /** The newest event of that run, and when it was. */
  readonly lastEvent: string;
  readonly changedAt: string;
};

/** An event of a run: where the run stands from then on. */
export type RunMark = {
  readonly tenantId: string;
  readonly runId: string;
  readonly type: string;
  readonly time: string;
};

export type TenantSelection = {
  readonly limit: number;
  readonly offset: number;
  /** Only those whose newest run has come to one of these events. */
  readonly lastEvents?: readonly string[];
};

export type TenantPage = { readonly total: number; readonly tenants: readonly IndexedTenant[] };

/** Finds tenants by any part of what is known of them, in memory. */
export type TenantIndex = {
  /** Adds, or replaces what is known, all in one go. Newest is who was first put last. */
  put(tenants: readonly IndexedTenant[]): void;
  /** Moves tenants on whose newest run the event is of; passes over the others. */
  mark(events: readonly RunMark[]): void;
  /** Case does not matter; every word must occur somewhere. Newest first. */
  search(query: string, which: TenantSelection): TenantPage;
  /** What is known of one, without a search. */
  get(tenantId: string): IndexedTenant | undefined;
};
