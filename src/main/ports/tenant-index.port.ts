/** What a tenant can be found by. Personal: lives in this process's memory and nowhere else. */
export type IndexedTenant = {
  readonly tenantId: string;
  readonly legalName: string;
  readonly croNumber: string;
  readonly contactEmail: string;
  readonly contactName: string;
  /** ISO 8601; the newest come first. */
  readonly openedAt: string;
  /** Its newest run, and what that is about. */
  readonly runId: string;
  readonly runbook: string;
  readonly connection: string;
  readonly environment: string;
};

export type TenantPage = { readonly total: number; readonly tenantIds: readonly string[] };

/** Finds tenants by any part of what is known of them, in memory. */
export type TenantIndex = {
  /** Adds or replaces, all in one go. */
  put(tenants: readonly IndexedTenant[]): void;
  /** Case does not matter; every word must occur somewhere. Newest first. */
  search(query: string, page: { readonly limit: number; readonly offset: number }): TenantPage;
  /** What is known of one, without a search. */
  get(tenantId: string): IndexedTenant | undefined;
};
