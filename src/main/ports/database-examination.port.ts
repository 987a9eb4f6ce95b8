/** What the console's database role can do beyond what the statement catalogue needs, and what it lacks (L14). */
export type RoleAudit = {
  readonly role: string;
  /** Plain words, live names: `superuser`, `owner of table public.users`, `UPDATE on public.users (role)`. */
  readonly excess: readonly string[];
  /** Needed and not granted, in the same words. */
  readonly missing: readonly string[];
  /** Lent for a day, as `Statement.lent` says: the tables from which the role can delete now, and from which it would have to. */
  readonly lent: {
    readonly has: readonly string[];
    readonly lacks: readonly string[];
    readonly grants: string;
  };
  /** SQL that grants a role of this name exactly what is needed, with the live names. */
  readonly grants: string;
};

/** `direct`: no pooler in between. `session` and `transaction`: PgBouncer's pool modes. */
export type Pooling = 'direct' | 'session' | 'transaction';

export type DatabaseExamination = {
  readonly role: RoleAudit;
  readonly pooling: Pooling;
  /** When the server's certificate ends; null on a plain connection. */
  readonly certificateEnds: Date | null;
  /** Server's wall clock minus the console's, in milliseconds, right to `uncertaintyMs` either way. */
  readonly clock: { readonly skewMs: number; readonly uncertaintyMs: number };
};
