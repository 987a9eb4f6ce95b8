import { hasCode, OperatorError } from '../../../shared/errors/operator-error.ts';
import type { StepContext } from '../../engine/step.ts';
import type { PooledPorts } from './pooled-context.ts';
import { statementsFor } from './statements/index.ts';

/** A check takes minutes at most; whoever waits longer is told. */
const PATIENCE_MS = 15 * 60_000;

/** Between two attempts nothing is held, so that a pooler with few connections serves the check that is under way. */
const PAUSE_MS = 2_000;

/** The server ends a transaction that says nothing for a minute. */
const BEAT_MS = 20_000;

type Turns = Pick<StepContext<unknown, PooledPorts>, 'ports' | 'clock' | 'signal'>;

/**
 * Works while no other console works on this canary: checks change it, and one would take the other's test data for a leak or a
 * leftover. The turn is an advisory lock of a transaction that is kept open, so that it ends with the process that took it.
 * Errors: `E_CANARY_BUSY`; `E_DB_CONNECTION_LOST` when the turn was lost, whatever the work came to; those of the work.
 */
export async function inTurn<T>(ctx: Turns, canaryTenantId: string, work: () => Promise<T>): Promise<T> {
  const { clock, signal } = ctx;
  const giveUpAt = clock.monotonicMs() + PATIENCE_MS;
  for (;;) {
    const turn = await tryTurn(ctx, canaryTenantId, work);
    if (turn !== 'taken') return turn.result;
    if (clock.monotonicMs() > giveUpAt) throw new OperatorError('E_CANARY_BUSY');
    await clock.sleep(PAUSE_MS, signal).catch(() => cancelled(signal));
  }
}

async function tryTurn<T>(
  { ports: { database }, clock, signal }: Turns,
  canaryTenantId: string,
  work: () => Promise<T>,
): Promise<{ readonly result: T } | 'taken'> {
  const { observeTenant } = statementsFor(database.map);
  const turn = { begun: false };
  try {
    return await database.read(
      async (tx) => {
        const beat = () => tx.run(observeTenant, { tenantId: canaryTenantId });
        await beat();
        turn.begun = true;
        return { result: await whileBeating(clock, beat, work) };
      },
      { signal, lock: { name: `tenant-console/canary/${canaryTenantId}`, mode: 'exclusive' } },
    );
  } catch (error) {
    if (!turn.begun && hasCode(error, 'E_DB_TIMEOUT')) return 'taken';
    throw error;
  }
}

/** A beat that fails fails the transaction, and its end says so. */
async function whileBeating<T>(
  clock: Turns['clock'],
  beat: () => Promise<unknown>,
  work: () => Promise<T>,
): Promise<T> {
  const end = new AbortController();
  const beating = async () => {
    for (;;) {
      await clock.sleep(BEAT_MS, end.signal);
      await beat();
    }
  };
  beating().catch(() => undefined);
  try {
    return await work();
  } finally {
    end.abort();
  }
}

function cancelled(signal: AbortSignal): never {
  throw new OperatorError('E_CANCELLED', { cause: signal.reason });
}
