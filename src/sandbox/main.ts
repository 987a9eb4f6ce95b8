import { parseArgs } from 'node:util';
import { z } from 'zod';
import { schemaVariants } from './portal/schema/variant.ts';
import type { SandboxState } from './process/sandbox-state.ts';
import {
  resetSandbox,
  sandboxStatus,
  startPlatform,
  startSandbox,
  stopSandbox,
} from './process/supervise.ts';
import { SandboxError } from './sandbox-error.ts';

const USAGE = `node src/sandbox/main.ts start|stop|status|reset --home DIR [options]
  --model database     the reference platform whose tenants have databases of their own
  --schema-variant ${schemaVariants.join('|')}
  --seed-tenants N     tenants of a new sandbox, the canary among them (5)
  --postgres-port N    this port or none
  --portal-port N      this port or none
Prints one JSON object: the sandbox's state, or {"error": {code, message, fix}} and exit code 1.`;

const text = { type: 'string' } as const;
const port = z.coerce.number().int().min(1).max(65_535).optional();

const commandLine = z.object({
  command: z.enum(['start', 'stop', 'status', 'reset']),
  home: z.string().min(1),
  model: z.enum(['pooled', 'database']).default('pooled'),
  variant: z.enum(schemaVariants).optional(),
  tenants: z.coerce.number().int().min(1).max(100_000).optional(),
  postgresPort: port,
  portalPort: port,
});

type CommandLine = z.infer<typeof commandLine>;

function read(args: readonly string[]): CommandLine {
  const options = {
    home: text,
    model: text,
    'schema-variant': text,
    'seed-tenants': text,
    'postgres-port': text,
    'portal-port': text,
    json: { type: 'boolean' },
  } as const;
  try {
    const { values, positionals } = parseArgs({ args: [...args], options, allowPositionals: true });
    return commandLine.parse({
      command: positionals[0],
      home: values.home,
      model: values.model,
      variant: values['schema-variant'],
      tenants: values['seed-tenants'],
      postgresPort: values['postgres-port'],
      portalPort: values['portal-port'],
    });
  } catch (cause) {
    throw new SandboxError('E_SANDBOX_USAGE', 'The command line cannot be understood.', USAGE, cause);
  }
}

function run({ command, home, model, ...options }: CommandLine): Promise<SandboxState> {
  if (command === 'start' && model === 'database') return startPlatform(home);
  if (command === 'start') return startSandbox(home, options);
  if (command === 'stop') return stopSandbox(home);
  return command === 'status' ? sandboxStatus(home) : resetSandbox(home);
}

try {
  process.stdout.write(`${JSON.stringify(await run(read(process.argv.slice(2))))}\n`);
} catch (error) {
  const known = error instanceof SandboxError;
  if (!known) process.stderr.write(`${error instanceof Error ? (error.stack ?? '') : String(error)}\n`);
  const unknown = {
    code: 'E_SANDBOX_START_FAILED',
    message: 'The sandbox failed unexpectedly.',
    fix: 'Read standard error.',
  };
  process.stdout.write(`${JSON.stringify({ error: known ? error.toJSON() : unknown })}\n`);
  process.exitCode = 1;
}
