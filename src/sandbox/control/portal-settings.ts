import type { Leak } from '../portal/leak.ts';
import type { DenialReading } from '../portal/policies.ts';
import type { TroubleKind } from './trouble.ts';

/** How one portal behaves; it can be changed while the portal serves. */
export type PortalSettings = {
  readonly leaks: readonly Leak[];
  readonly denial: DenialReading;
  /** Every call waits `ms`, and up to `jitterMs` more, before it is looked at. */
  readonly delay: { readonly ms: number; readonly jitterMs: number };
  /** What calls below `prefix` meet in the place of an answer. */
  readonly trouble: { readonly kind: TroubleKind; readonly prefix: string } | null;
  /** How long a signed address of a file opens it. */
  readonly urlLivesMs: number;
};

export const cleanSettings: PortalSettings = {
  leaks: [],
  denial: '404',
  delay: { ms: 0, jitterMs: 0 },
  trouble: null,
  urlLivesMs: 5 * 60_000,
};
