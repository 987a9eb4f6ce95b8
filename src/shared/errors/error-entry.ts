/**
 * What the console knows about one error code: enough for an operator to act without a wiki.
 *
 * `exitCode` is what `tenantctl` exits with: 1 refused or failed, 2 wrong use, 3 not found, 4 waiting for a person,
 * 5 in doubt, 6 integrity (tampering), 7 outside world unavailable, 8 permission.
 */
export type ErrorEntry = {
  readonly meaning: string;
  /** What to do next, as an instruction. */
  readonly fix: string;
  /** Whom to call, and how fast (N10). */
  readonly who: string;
  readonly exitCode: 1 | 2 | 3 | 4 | 5 | 6 | 7 | 8;
  /** True when doing the same again later can succeed without anyone changing anything. */
  readonly retryable: boolean;
  /** True when nobody knows whether the effect happened: the step is in doubt until it is observed (L3). */
  readonly doubtful?: true;
};

/** Keeps the literal codes as a type while checking every entry. */
export const errorEntries = <const Code extends string>(entries: Record<Code, ErrorEntry>) => entries;
