import { chmod, mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { existsSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/** What one run of a stand-in command was given: everything another user of the machine could see, and its input. */
export type CommandRun = {
  readonly command: string;
  readonly args: readonly string[];
  readonly env: Readonly<Record<string, string>>;
  readonly input: string;
};

export type StoredShare = {
  readonly id: string;
  readonly secret: string;
  readonly link?: string;
  readonly links: number;
};

/**
 * How a command behaves when it is called with arguments that start with `on`: `fail` says no before it does anything, `fail-after`
 * does it and then says no, `hang` does it and never ends, `babble` does it and prints something else.
 */
export type Mishap = { readonly on: string; readonly how: 'fail' | 'fail-after' | 'hang' | 'babble' };

/**
 * Stand-ins for `op` and `bw`: executables that take the arguments and input of the real ones, keep what they are given, and
 * write down what they saw. Only in a folder of their own; put `env` before everything else.
 */
export async function installPasswordCommands() {
  const folder = await mkdtemp(join(tmpdir(), 'password-commands-'));
  const home = join(folder, 'home');
  await mkdir(home);
  for (const command of ['op', 'bw']) {
    const script = join(import.meta.dirname, `${command}-stand-in.ts`);
    await writeFile(join(folder, command), `#!/bin/sh\nexec "${process.execPath}" "${script}" "$@"\n`);
    await chmod(join(folder, command), 0o755);
  }
  const read = async <T>(name: string, fallback: T): Promise<T> =>
    existsSync(join(home, name)) ? (JSON.parse(await readFile(join(home, name), 'utf8')) as T) : fallback;
  const write = (name: string, value: unknown) => writeFile(join(home, name), JSON.stringify(value));
  return {
    env: {
      PATH: folder,
      HOME: home,
      OP_ACCOUNT: 'test',
      BW_SESSION: 'session',
      DATABASE_PASSWORD: 'environment canary',
    },
    runs: () => read<readonly CommandRun[]>('runs.json', []),
    shares: () => read<readonly StoredShare[]>('shares.json', []),
    signIn: (signedIn: boolean) => write('signed-in.json', signedIn),
    mishap: (mishap: Mishap | null) => write('mishap.json', mishap),
    /** As if the program were not there. */
    uninstall: () => Promise.all(['op', 'bw'].map((command) => rm(join(folder, command)))),
    remove: () => rm(folder, { recursive: true, force: true }),
  };
}
