import type { Family } from '../../../shared/model/isolation-family.ts';
import type { DetectorRecall } from '../../../shared/model/isolation-report.ts';
import type { Secret } from '../../../shared/model/secret.ts';
import type { Clock } from '../../ports/clock.port.ts';
import type { IdSource } from '../../ports/id-source.port.ts';
import type { Mail } from '../../ports/mail.port.ts';
import type { OpenPortal, Portal, PortalSession } from '../../ports/portal.port.ts';
import type { ProbeUsers } from '../../ports/probe-users.port.ts';
import type { TenantTruth } from '../../ports/tenant-truth.port.ts';

/** What the suite works with. */
export type SuitePorts = {
  readonly portal: Portal;
  /** For file addresses, which may lead to another host. */
  readonly openPortal: OpenPortal;
  readonly truth: TenantTruth;
  readonly users: ProbeUsers;
  /** Throws `E_MAIL_NOT_CONFIGURED`. */
  readonly mail: () => Promise<Mail>;
  readonly clock: Clock;
  readonly ids: IdSource;
  readonly signal: AbortSignal;
  readonly onProgress: (done: number, of: number) => void;
};

/** Whom the suite verifies, against whom. */
export type SuiteTarget = {
  readonly runId: string;
  readonly tenantId: string;
  readonly canaryTenantId: string;
  /** The administrator to check as; one is made for the check when left out. */
  readonly admin?: { readonly session: PortalSession; readonly userId: string };
  /** A tenant that was just brought to life has nothing but its defaults, and nobody else works in it. */
  readonly isNew: boolean;
  /** Resources that a new tenant has rows of from the start. */
  readonly defaults: readonly string[];
  /** How good the detector was when it was last tried: stands in the report. */
  readonly detector?: DetectorRecall;
  /** Of the users that are made for the check. */
  readonly password: Secret;
};

export type SuiteLimits = {
  /** Requests at once. */
  readonly concurrency: number;
  /** For one exchange. */
  readonly timeoutMs: number;
  /** Bytes read of one answer. */
  readonly maxBytes: number;
  /** For the suite as a whole; what is not asked by then is inconclusive. */
  readonly deadlineMs: number;
  /** How long to wait for what only time shows: a mail, an address that expires. */
  readonly patienceMs: number;
  /** Whether answering times are compared. */
  readonly timing: boolean;
  /** Only these families are asked, on the same ground and with the same clean-up; all of them when left out. */
  readonly families?: readonly Family[];
};

export const defaultLimits: SuiteLimits = {
  concurrency: 4,
  timeoutMs: 5_000,
  maxBytes: 1_048_576,
  deadlineMs: 600_000,
  patienceMs: 10_000,
  timing: true,
};
