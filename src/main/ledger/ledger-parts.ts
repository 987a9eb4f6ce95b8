import type { Clock } from '../ports/clock.port.ts';
import type { FailPoints } from '../ports/fail-points.port.ts';
import type { IdSource } from '../ports/id-source.port.ts';
import type { LedgerStore } from '../ports/ledger-store.port.ts';
import type { LedgerKeys } from './keys.ts';

/** What every part of an open ledger works on. */
export type LedgerParts = {
  readonly store: LedgerStore;
  readonly keys: LedgerKeys;
  readonly clock: Clock;
  readonly ids: IdSource;
  /** The log's name: `<organisation>/tenant-console/<console-id>`. */
  readonly origin: string;
  /** For tests that kill the process; none in the product. */
  readonly failPoints?: FailPoints | undefined;
};
