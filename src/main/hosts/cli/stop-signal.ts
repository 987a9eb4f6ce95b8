import type { Terminal } from './terminal.ts';

/** By convention 128 and the number of the signal. */
const ENDED_BY_SIGINT = 130;

/**
 * The first Ctrl-C (or SIGTERM) asks everything to stop at the next safe point; the second ends the process at once. What was
 * under way is then in doubt and is looked at by whoever resumes the run.
 */
export function stopOnSignal({ stderr }: Terminal): { readonly signal: AbortSignal } & Disposable {
  const controller = new AbortController();
  const stop = () => {
    if (controller.signal.aborted) process.exit(ENDED_BY_SIGINT);
    controller.abort();
    if (stderr.isTTY) stderr.write('\nStopping at the next safe point. Once more ends it at once.\n');
  };
  process.on('SIGINT', stop).on('SIGTERM', stop);
  return {
    signal: controller.signal,
    [Symbol.dispose]: () => void process.off('SIGINT', stop).off('SIGTERM', stop),
  };
}
