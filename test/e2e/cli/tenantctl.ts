import { spawn } from 'node:child_process';
import { chmodSync, mkdirSync, mkdtempSync } from 'node:fs';
import { rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { text } from 'node:stream/consumers';
import { afterAll, beforeAll } from 'vitest';
import { compileCache } from '../../helpers/compile-cache.ts';

const entry = resolve('src/main/hosts/cli/index.ts');

export type Finished = {
  readonly code: number | null;
  readonly out: string;
  readonly err: string;
};

export type Options = {
  readonly stdin?: string;
  readonly env?: NodeJS.ProcessEnv;
  /** Presses Ctrl-C as soon as this was printed. */
  readonly interruptAt?: string;
  /** Kills it without a warning as soon as this has come about. */
  readonly killAt?: Promise<unknown>;
};

/** The command line on one home, each call a process of its own, all its streams pipes. */
export type Tenantctl = {
  readonly home: string;
  readonly run: (args: readonly string[], options?: Options) => Promise<Finished>;
  /** Runs with `--json` and parses what was printed, which must be one JSON value. */
  readonly json: (
    args: readonly string[],
    options?: Options,
  ) => Promise<{ readonly code: number | null; readonly value: unknown }>;
};

/** A home that every user may pass through, so that its sandbox keeps the database in it although the tests run as root. */
function makeHome(): string {
  const home = mkdtempSync(join(tmpdir(), 'tenantctl-'));
  chmodSync(home, 0o711);
  mkdirSync(join(home, 'runtime'));
  return home;
}

export function tenantctlOn(home: string): Tenantctl {
  // Nothing of the machine's own session: no keychain service, no colours asked for.
  const bare = {
    PATH: process.env['PATH'],
    HOME: home,
    XDG_RUNTIME_DIR: join(home, 'runtime'),
    ...compileCache,
  };
  const run = async (
    args: readonly string[],
    { stdin = '', env = {}, interruptAt, killAt }: Options = {},
  ): Promise<Finished> => {
    const child = spawn(process.execPath, [entry, '--home', home, ...args], { env: { ...bare, ...env } });
    child.stdin.end(stdin);
    if (interruptAt !== undefined) onceIt(child.stdout, interruptAt, () => child.kill('SIGINT'));
    const killed = killAt?.then(() => child.kill('SIGKILL'));
    const ended = new Promise<number | null>((done) => child.once('close', done));
    const [out, err] = await Promise.all([text(child.stdout), text(child.stderr), killed]);
    return { code: await ended, out, err };
  };
  return {
    home,
    run,
    json: async (args, options) => {
      const { code, out, err } = await run([...args, '--json'], options);
      if (err !== '') throw new Error(`--json left standard error not empty: ${err}`);
      return { code, value: JSON.parse(out) as unknown };
    },
  };
}

function onceIt(stream: NodeJS.ReadableStream, says: string, then: () => void): void {
  let said = '';
  const listen = (chunk: Buffer) => {
    said += chunk.toString();
    if (!said.includes(says)) return;
    stream.off('data', listen);
    then();
  };
  stream.on('data', listen);
}

/** A fresh home for all tests of a file; its sandbox ends with it. */
export function useTenantctl(): () => Tenantctl {
  let opened: Tenantctl | undefined;
  beforeAll(() => {
    opened = tenantctlOn(makeHome());
  });
  afterAll(async () => {
    if (opened === undefined) return;
    await opened.run(['sandbox', 'reset']);
    await rm(opened.home, { recursive: true, force: true });
  });
  return () => {
    if (opened === undefined) throw new Error('The home is there inside tests only.');
    return opened;
  };
}
