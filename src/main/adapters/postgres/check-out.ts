import type pg from 'pg';
import { OperatorError } from '../../../shared/errors/operator-error.ts';

/** A connection of the pool, unless the operator stops waiting for one: `E_CANCELLED`. */
export async function checkOut(pool: pg.Pool, signal: AbortSignal | undefined): Promise<pg.PoolClient> {
  const stopped = Promise.withResolvers<never>();
  const stop = (): void => stopped.reject(new OperatorError('E_CANCELLED', { cause: signal?.reason }));
  if (signal?.aborted === true) stop();
  signal?.addEventListener('abort', stop, { once: true });
  const connecting = pool.connect();
  try {
    return await Promise.race([stopped.promise, connecting]);
  } catch (error) {
    // It may still come, and then nobody wants it any more; why it did not is of no interest then.
    connecting.then(
      (client) => client.release(),
      () => undefined,
    );
    throw error;
  } finally {
    signal?.removeEventListener('abort', stop);
  }
}
