import { inspect, parseArgs } from 'node:util';
import { isSchemaVariant } from './portal/schema/variant.ts';
import { runPlatform, type RunningPlatform } from './platform/run-platform.ts';
import { runSandbox, type RunningSandbox } from './process/run-sandbox.ts';
import { openHome, writePrivate, type SandboxHome } from './process/sandbox-home.ts';
import type { ServerMessage } from './process/server-process.ts';
import { SandboxError } from './sandbox-error.ts';
import { rmSync } from 'node:fs';

/** The background process. Whoever started it is told once, over the channel between them, how the start went. */
async function serve({ home: { stateFile }, start }: Served): Promise<void> {
  const { state, databaseEnded, close } = await start();
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

type Served = {
  readonly home: SandboxHome;
  readonly start: () => Promise<RunningSandbox | RunningPlatform>;
};

function servedBy(args: readonly string[]): Served {
  const text = { type: 'string' } as const;
  const { values } = parseArgs({
    args: [...args],
    options: {
      home: text,
      model: text,
      variant: text,
      tenants: text,
      'postgres-port': text,
      'portal-port': text,
    },
  });
  const { home: folder = '', model, variant = '', tenants } = values;
  const home = openHome(folder);
  if (model === 'database') return { home, start: () => runPlatform(home) };
  if (!isSchemaVariant(variant)) throw new Error(`No such schema variant: ${variant}`);
  const port = (name: 'postgres-port' | 'portal-port') =>
    values[name] === undefined ? undefined : Number(values[name]);
  const demanded = { postgres: port('postgres-port'), portal: port('portal-port') };
  const options = { home, variant, tenants: Number(tenants), demanded };
  return { home, start: () => runSandbox(options) };
}

try {
  await serve(servedBy(process.argv.slice(2)));
} catch (error) {
  process.stderr.write(`${inspect(error)}
`);
  tell({ failed: error instanceof SandboxError ? error.toJSON() : null });
  process.exitCode = 1;
}
