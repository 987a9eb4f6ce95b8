import { spawn } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { z } from 'zod';
import { OperatorError } from '../../../shared/errors/operator-error.ts';
import { Secret } from '../../../shared/model/secret.ts';
import { schemaVariants } from '../../../shared/model/schema-variant.ts';
import type { RunningSandbox, Sandbox, SandboxStanding } from '../../ports/sandbox.port.ts';

const secret = z.string().transform((value) => new Secret(value));

/** What the sandbox's own command prints while it runs; what the console does not need is passed over. */
const running = z.object({
  state: z.literal('running'),
  pid: z.int(),
  variant: z.enum(schemaVariants),
  seededTenants: z.int(),
  postgres: z.object({
    host: z.string(),
    port: z.int(),
    database: z.string(),
    user: z.string(),
    password: secret,
  }),
  portal: z.object({ url: z.url() }),
  mail: z.object({ url: z.url(), apiKey: secret, from: z.string() }),
  blob: z.object({ url: z.url(), token: secret }),
  control: z.object({ url: z.url(), token: secret }),
  canary: z.object({ brokerId: z.string() }),
});
const stopped = z.object({ state: z.literal('stopped') });
/** Why the command did not do it. */
const refusal = z.object({
  error: z.object({
    code: z.enum([
      'E_SANDBOX_PORT_TAKEN',
      'E_SANDBOX_HOME_UNWRITABLE',
      'E_SANDBOX_START_FAILED',
      'E_SANDBOX_VARIANT_MISMATCH',
      'E_SANDBOX_DATA_GONE',
    ]),
    message: z.string(),
  }),
});
const answer = z.union([running, stopped]);

export type SandboxProcess = {
  /** The sandbox's command: it is a program of its own, never part of this one. */
  readonly entry: URL;
  /** The Node.js that runs it. */
  readonly node: string;
  readonly home: string;
};

/** The sandbox by its command line: starts and asks it as a child process and reads the one JSON object that it prints. */
export function sandboxProcess(process: SandboxProcess): Sandbox {
  const ask = async (command: string, ...options: readonly string[]): Promise<SandboxStanding> => {
    const said = await askSandbox(process, process.home, answer, [command, ...options]);
    return said.state === 'running' ? standing(said) : { state: 'stopped' };
  };
  return {
    start: async ({ variant, tenants }) => {
      const wanted = [
        ...(variant === undefined ? [] : ['--schema-variant', variant]),
        ...(tenants === undefined ? [] : ['--seed-tenants', String(tenants)]),
      ];
      const started = await ask('start', ...wanted);
      if (started.state !== 'running') throw new OperatorError('E_SANDBOX_START_FAILED');
      return started;
    },
    stop: async () => {
      await ask('stop');
    },
    status: () => ask('status'),
    reset: async () => {
      await ask('reset');
    },
  };
}

function standing({
  postgres,
  mail,
  blob,
  canary,
  control,
  ...rest
}: z.infer<typeof running>): RunningSandbox {
  const { password, ...database } = postgres;
  return {
    ...rest,
    postgres: database,
    mail: { apiUrl: mail.url, from: mail.from },
    objects: { apiUrl: blob.url, deliveryUrl: `${blob.url}/files` },
    canaryTenantId: canary.brokerId,
    control: { url: control.url },
    secrets: {
      databasePassword: password,
      mailKey: mail.apiKey,
      objectsKey: blob.token,
      controlToken: control.token,
    },
  };
}

/**
 * Asks the sandbox of a home and reads what it says; why it did not do it comes as its own code.
 * @throws `E_SANDBOX_START_FAILED` when what it prints is none of the answers.
 */
export async function askSandbox<Said>(
  process: SandboxProcess,
  home: string,
  answer: z.ZodType<Said>,
  [command, ...options]: readonly [command: string, ...options: readonly string[]],
): Promise<Said> {
  const printed = await runCommand(process, [command, '--home', home, '--json', ...options]);
  const refused = refusal.safeParse(printed);
  if (refused.success)
    throw new OperatorError(refused.data.error.code, { message: refused.data.error.message });
  const said = answer.safeParse(printed);
  if (!said.success) throw new OperatorError('E_SANDBOX_START_FAILED', { cause: said.error });
  return said.data;
}

/** Runs the command to its end and parses what it printed; its standard error goes to the console's own. */
async function runCommand({ entry, node }: SandboxProcess, args: readonly string[]): Promise<unknown> {
  const child = spawn(node, [fileURLToPath(entry), ...args], { stdio: ['ignore', 'pipe', 'inherit'] });
  let printed = '';
  child.stdout.setEncoding('utf8').on('data', (text: string) => (printed += text));
  const ended = Promise.withResolvers<undefined>();
  child.on('error', (cause) => ended.reject(new OperatorError('E_SANDBOX_START_FAILED', { cause })));
  child.on('close', () => ended.resolve(undefined));
  await ended.promise;
  try {
    return JSON.parse(printed);
  } catch (cause) {
    throw new OperatorError('E_SANDBOX_START_FAILED', { cause });
  }
}
