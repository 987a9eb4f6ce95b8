import type { Connection } from '../../shared/model/connection.ts';
import type { EnvironmentFacts } from '../../shared/model/environment.ts';
import type { JsonObject } from '../../shared/model/json.ts';
import type { LedgerEntry } from '../../shared/model/ledger-entry.ts';
import type { DigestedPlan } from '../../shared/model/plan.ts';
import type { Clock } from '../ports/clock.port.ts';
import type { EventLog } from '../ports/event-log.port.ts';
import type { FailPoint, FailPoints } from '../ports/fail-points.port.ts';
import type { IdSource } from '../ports/id-source.port.ts';
import { foldRun, type RunRecord } from './fold-run.ts';
import type { RunEventData, RunEventType } from './run-events.ts';
import type { RunSecrets } from './run-secrets.ts';
import type { Runbook } from './runbook.ts';

/** What the engine itself works with. */
export type EngineDeps = {
  readonly log: EventLog;
  readonly clock: Clock;
  readonly ids: IdSource;
  /** For tests that kill the process; none in the product. */
  readonly failPoints?: FailPoints | undefined;
};

/** Whose events are read and recorded. */
export type RunScope = { readonly deps: EngineDeps; readonly runId: string; readonly tenantId: string };

/** What a process brings along to work on one run. */
export type RunSession<Input, Ports> = RunScope & {
  readonly runbook: Runbook<Input, Ports>;
  readonly connection: Connection['name'];
  readonly input: Input;
  /** Hex; makes the commitment to the intake say nothing to whoever guesses it. */
  readonly salt: string;
  readonly ports: Ports;
  readonly environment: EnvironmentFacts;
  readonly secrets: RunSecrets;
  readonly signal: AbortSignal;
  readonly onProgress: (progress: StepProgress) => void;
  /** The plan of this run as it would be made now. */
  readonly plan: () => Promise<DigestedPlan>;
};

/** How far a long step has come; shown, never recorded. */
export type StepProgress = {
  readonly runId: string;
  readonly stepId: string;
  readonly done: number;
  readonly of: number;
  readonly unit: string;
};

type Known = {
  readonly size: number;
  readonly entries: readonly LedgerEntry[];
  readonly record: RunRecord;
};

const known = new WeakMap<RunScope, Known>();

/** The run as the log tells it now. Entries are final: the part of the log that this session has seen is not searched again. */
export function recordOf(session: RunScope): RunRecord {
  const before = known.get(session);
  const size = session.deps.log.size();
  if (before?.size === size) return before.record;
  const now = { ...extended(session, before), size };
  known.set(session, now);
  return now.record;
}

function extended({ deps, runId }: RunScope, before: Known | undefined): Omit<Known, 'size'> {
  // Another process may have added to the run after the log's size was asked: what was read then is not read twice.
  const read = (before?.entries.at(-1)?.index ?? -1) + 1;
  const fresh = deps.log.entries({ runId, from: Math.max(read, before?.size ?? 0) });
  if (before !== undefined && fresh.length === 0) return before;
  const entries = [...(before?.entries ?? []), ...fresh];
  const record = foldRun(entries);
  if (record === undefined) throw new Error(`Run ${runId} has no opening entry`);
  return { entries, record };
}

/** Records one event of the run; durable when it resolves. */
export async function recordEvent<Type extends RunEventType>(
  session: RunScope,
  type: Type,
  data: RunEventData<Type>,
  details?: JsonObject,
): Promise<void> {
  const { runId, tenantId } = session;
  reach(session, 'engine.before-record', type);
  await session.deps.log.append({ type, runId, tenantId, data, ...(details && { details }) });
  reach(session, 'engine.after-record', type);
}

/** Says that the engine comes by a place at which a test may kill it. */
export const reach = ({ deps }: RunScope, name: FailPoint, where: string): void =>
  deps.failPoints?.reach(name, where);
