import { listConnections } from '../../shared/contract/connections.contract.ts';
import { sandboxStatus, startSandbox, stopSandbox } from '../../shared/contract/sandbox.contract.ts';
import type { Console } from '../compose.ts';

type Caller = Pick<Console, 'call'>;

/** The sandbox was started here; `stop` ends its processes and keeps its data. */
export type StartedSandbox = { readonly portalUrl: string; stop(): Promise<void> };

/**
 * A console that knows no connection of its own opens on the sandbox, so that there is something to look at (acceptance of the first
 * start). Answers undefined when there is a connection, or when the sandbox runs already: who started it stops it.
 * Errors: those of `sandbox.start`.
 */
export async function openOnSandbox(console: Caller): Promise<StartedSandbox | undefined> {
  const known = await console.call(listConnections, {});
  if (known.some(({ connection }) => connection.environment !== 'sandbox')) return undefined;
  if ((await console.call(sandboxStatus, {})).state === 'running') return undefined;
  const sandbox = await console.call(startSandbox, {});
  if (sandbox.state !== 'running') return undefined;
  return {
    portalUrl: sandbox.portalUrl,
    stop: async () => {
      await console.call(stopSandbox, {});
    },
  };
}
