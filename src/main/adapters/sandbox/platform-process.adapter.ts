import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { z } from 'zod';
import { OperatorError } from '../../../shared/errors/operator-error.ts';
import { Secret } from '../../../shared/model/secret.ts';
import type { RunningPlatform, SandboxPlatform } from '../../ports/sandbox.port.ts';
import { askSandbox, type SandboxProcess } from './sandbox-process.adapter.ts';

const secret = z.string().transform((value) => new Secret(value));

/** What the sandbox's own command prints while the platform runs. */
const running = z.object({
  state: z.literal('running'),
  model: z.literal('database'),
  pid: z.int(),
  postgres: z.object({
    host: z.string(),
    port: z.int(),
    database: z.string(),
    user: z.string(),
    password: secret,
  }),
  portal: z.object({ url: z.url() }),
  mail: z.object({ url: z.url(), apiKey: secret, from: z.string() }),
  vault: z.object({ url: z.url(), token: secret }),
  servers: z.array(z.string()),
  migrations: z.string(),
});
const answer = z.union([running, z.object({ state: z.literal('stopped') })]);

/** The reference platform of database-per-tenant, by the sandbox's command line, in a folder of its own below the home. */
export function platformProcess(sandbox: SandboxProcess): SandboxPlatform {
  const home = join(sandbox.home, 'platform');
  const ask = async (command: string, ...options: readonly string[]) => {
    const said = await askSandbox(sandbox, home, answer, [command, ...options]);
    return said.state === 'running' ? standing(said) : undefined;
  };
  // Most homes have none: that is seen without starting a process.
  const isThere = () => existsSync(join(home, 'sandbox'));
  return {
    start: async () => {
      const started = await ask('start', '--model', 'database');
      if (started === undefined) throw new OperatorError('E_SANDBOX_START_FAILED');
      return started;
    },
    status: async () => (isThere() ? ask('status') : undefined),
    stop: async () => {
      if (isThere()) await ask('stop');
    },
    reset: async () => {
      if (isThere()) await ask('reset');
    },
  };
}

function standing({ postgres, mail, vault, ...rest }: z.infer<typeof running>): RunningPlatform {
  const { password: databasePassword, ...database } = postgres;
  return {
    ...rest,
    postgres: database,
    mail: { apiUrl: mail.url, from: mail.from },
    vault: { url: vault.url },
    secrets: { databasePassword, mailKey: mail.apiKey, storeToken: vault.token },
  };
}
