/** How long the adapter waits for what is not a statement, in milliseconds. Each statement carries its own time-out. */
export type Patience = {
  /** Until a connection is there, TLS and sign-in included. */
  readonly connectMs: number;
  /** For a lock, at most the statement's own time. */
  readonly lockMs: number;
  /** Until the server ends a transaction that the console has left alone. */
  readonly idleMs: number;
  /** For the answer to COMMIT; then it is in doubt. */
  readonly commitMs: number;
  /** On top of the server's own time-outs, before a silent connection counts as dead. */
  readonly graceMs: number;
};

export const usualPatience: Patience = {
  connectMs: 10_000,
  lockMs: 5_000,
  idleMs: 60_000,
  commitMs: 15_000,
  graceMs: 5_000,
};
