import { inspect, parseArgs } from 'node:util';
import { isSchemaVariant } from './portal/schema/variant.ts';
import { runSandbox, type SandboxOptions } from './process/run-sandbox.ts';
import { openHome, writePrivate } from './process/sandbox-home.ts';
import type { ServerMessage } from './process/server-process.ts';
import { SandboxError } from './sandbox-error.ts';
import { rmSync } from 'node:fs';

/** The background process. Whoever started it is told once, over the channel between them, how the start went. */
async function serve(options: SandboxOptions): Promise<void> {
  const { stateFile } = options.home;
  const { state, databaseEnded, close } = await runSandbox(options);
  writePrivate(stateFile, state);
  const stopped = Promise.withResolvers<number>();
  for (const signal of ['SIGTERM', 'SIGINT'] as const) process.once(signal, () => stopped.resolve(0));
  // A portal without its database is of no use: stop as a whole, and the next start recovers.
  void databaseEnded.then(() => stopped.resolve(1));
  tell({ running: state });
  process.exitCode = await stopped.promise;
  rmSync(stateFile, { force: true });
  await close();
}

function tell(message: ServerMessage): void {
  process.send?.(message);
  if (process.connected) process.disconnect();
}

function optionsOf(args: readonly string[]): SandboxOptions {
  const text = { type: 'string' } as const;
  const { values } = parseArgs({
    args: [...args],
    options: { home: text, variant: text, tenants: text, 'postgres-port': text, 'portal-port': text },
  });
  const { home = '', variant = '', tenants } = values;
  if (!isSchemaVariant(variant)) throw new Error(`No such schema variant: ${variant}`);
  const port = (name: 'postgres-port' | 'portal-port') =>
    values[name] === undefined ? undefined : Number(values[name]);
  const demanded = { postgres: port('postgres-port'), portal: port('portal-port') };
  return { home: openHome(home), variant, tenants: Number(tenants), demanded };
}

try {
  await serve(optionsOf(process.argv.slice(2)));
} catch (error) {
  process.stderr.write(`${inspect(error)}
`);
  tell({ failed: error instanceof SandboxError ? error.toJSON() : null });
  process.exitCode = 1;
}
