import type { Family } from '../../shared/model/isolation-family.ts';
import type { SchemaVariant } from '../../shared/model/schema-variant.ts';
import type { RunningSandbox } from './sandbox.port.ts';

/** A defect that was planted on purpose in the reference portal. */
export type PlantedLeak = {
  readonly id: string;
  readonly title: string;
  readonly description: string;
  /** Which probes have to find it. */
  readonly family: Family;
  readonly subtle: boolean;
};

/** How a portal of the range behaves; what is left out is as on the clean portal. */
export type RangeSettings = {
  readonly leaks?: readonly string[];
  readonly denial?: '403' | '404' | 'empty';
  /** Milliseconds that every call waits, and up to how many more. */
  readonly delay?: { readonly ms: number; readonly jitterMs: number };
  readonly urlLivesMs?: number;
};

/**
 * A sandbox of its own to try the detector on: portals over one database, clean or with leaks planted.
 *
 * Errors: those of `Sandbox`; `E_SANDBOX_CONTROL` when its control does not answer as it should.
 */
export type LeakRange = {
  readonly sandbox: RunningSandbox;
  leaks(): Promise<readonly PlantedLeak[]>;
  /** Opens one more portal, on a port of its own. */
  open(settings: RangeSettings): Promise<{ readonly url: string; close(): Promise<void> }>;
  /** Stops the sandbox and forgets its data. */
  close(): Promise<void>;
};

export type OpenLeakRange = (variant: SchemaVariant) => Promise<LeakRange>;
