import { spawn } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { text } from 'node:stream/consumers';
import { resolve } from 'node:path';
import { textPlace, type Place } from './secret-search.ts';

const entry = resolve('src/main/hosts/cli/index.ts');
const EVERY_MS = 5;

export type Watched = {
  readonly code: number | null;
  readonly out: string;
  readonly err: string;
  /** Arguments and environment of the process itself, as the machine showed them while it ran. */
  readonly own: readonly Place[];
  /** The same of every process below it. */
  readonly children: readonly Place[];
};

type Run = { readonly args: readonly string[]; readonly env: NodeJS.ProcessEnv; readonly stdin?: string };

/** Runs the command line as a process of its own and looks at it, and at all below it, every few milliseconds (Linux). */
export async function watch({ args, env, stdin = '' }: Run): Promise<Watched> {
  const child = spawn(process.execPath, [entry, ...args], { env });
  const root = child.pid ?? 0;
  const seen = new Map<string, Place & { readonly pid: number }>();
  const look = () => {
    const program = shown(root, 'cmdline');
    for (const pid of [root, ...below(root)]) {
      // Between fork and exec a child is its parent still, with its parent's arguments and environment.
      if (pid !== root && shown(pid, 'cmdline') === program) continue;
      for (const what of ['cmdline', 'environ']) {
        const content = shown(pid, what);
        if (content !== '')
          seen.set(`${pid} ${content}`, { pid, ...textPlace(`${what} of ${pid}`, content) });
      }
    }
  };
  const timer = setInterval(look, EVERY_MS);
  child.stdin.end(stdin);
  const ended = new Promise<number | null>((done) => child.once('close', done));
  const [out, err, code] = await Promise.all([text(child.stdout), text(child.stderr), ended]);
  clearInterval(timer);
  const places = [...seen.values()];
  return {
    ...{ code, out, err },
    own: places.filter(({ pid }) => pid === root),
    children: places.filter(({ pid }) => pid !== root),
  };
}

/** A process may be gone before it is looked at. */
function shown(pid: number, what: string): string {
  try {
    return readFileSync(`/proc/${pid}/${what}`, 'utf8');
  } catch {
    return '';
  }
}

function below(pid: number): readonly number[] {
  const own = shown(pid, `task/${pid}/children`).split(' ').filter(Boolean).map(Number);
  return own.flatMap((each) => [each, ...below(each)]);
}
