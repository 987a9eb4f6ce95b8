import { OperatorError } from '../../shared/errors/operator-error.ts';
import type { JsonObject } from '../../shared/model/json.ts';
import type { LedgerEntry } from '../../shared/model/ledger-entry.ts';
import { foldRun, type RunRecord } from './fold-run.ts';
import { commitTo } from './input-commitment.ts';
import type { EngineDeps } from './run-session.ts';
import type { Runbook } from './runbook.ts';

/** The intake of a run and the salt of the commitment to it, as they are sealed with its opening entry. */
export type SealedIntake = { readonly input: JsonObject; readonly salt: string };

/** Bytes of salt: as many as the digest has, so that the commitment cannot be guessed from a list of intakes. */
const SALT_BYTES = 32;

export const freshSalt = ({ ids }: EngineDeps): string => Buffer.from(ids.bytes(SALT_BYTES)).toString('hex');

/** Records a new run: its tenant id stands in the ledger before anything uses it (P6). Answers with the run's id. */
export async function openRun<Input extends JsonObject>(
  deps: EngineDeps,
  runbook: Runbook<Input, never>,
  run: {
    readonly tenantId: string;
    readonly connection: string;
    readonly environment: string;
    readonly input: Input;
    readonly salt: string;
  },
): Promise<string> {
  const { tenantId, connection, environment, input, salt } = run;
  const runId = `run_${deps.ids.ulid()}`;
  const inputCommitment = commitTo(input, salt);
  await deps.log.append({
    type: 'run.opened',
    runId,
    tenantId,
    data: { runbook: runbook.id, version: runbook.version, connection, environment, inputCommitment },
    details: { input, salt },
  });
  return runId;
}

/** Errors: `E_RUN_NOT_FOUND`. */
export function findRun({ log }: Pick<EngineDeps, 'log'>, runId: string): RunRecord {
  const record = foldRun(log.entries({ runId }));
  if (record === undefined) throw new OperatorError('E_RUN_NOT_FOUND', { details: { runId } });
  return record;
}

/** Opens the seal on a run's intake. Errors: `E_RUN_DETAILS_SHREDDED`. */
export async function intakeOf({ log }: Pick<EngineDeps, 'log'>, opened: LedgerEntry): Promise<SealedIntake> {
  const details = await log.unseal(opened);
  if (details === 'shredded') throw new OperatorError('E_RUN_DETAILS_SHREDDED');
  if (details === undefined) throw new Error(`Run ${String(opened.runId)} was opened without an intake`);
  return details as SealedIntake;
}
