import { spawn } from 'node:child_process';
import { Secret } from '../../../shared/model/secret.ts';
import type { CommandCall, CommandEnd, RunCommand } from '../../ports/command.port.ts';

/** What every program needs to find its way: nothing here is secret. */
const always =
  /^(PATH|HOME|USER|LOGNAME|LANG|LC_ALL|TMPDIR|TEMP|TMP|XDG_[A-Z_]+|SYSTEMROOT|APPDATA|LOCALAPPDATA|USERPROFILE)$/i;

const mostBytes = 1_048_576;

/** Programs of this machine, run without a shell, with the arguments as they are and next to no environment. */
export const systemCommands =
  (environment: Readonly<NodeJS.ProcessEnv> = process.env): RunCommand =>
  (call) =>
    new Promise((resolve) => {
      const child = spawn(call.command, call.args, {
        env: visibleTo(call, environment),
        stdio: ['pipe', 'pipe', 'pipe'],
        shell: false,
        windowsHide: true,
      });
      const stop = () => child.kill('SIGKILL');
      const timer = setTimeout(stop, call.timeoutMs);
      const stdout = collect(child.stdout, stop);
      const stderr = collect(child.stderr, stop);
      const finish = (end: CommandEnd) => {
        clearTimeout(timer);
        resolve(end);
      };
      child.on('error', () => finish({ end: 'missing' }));
      child.on('close', (code) =>
        finish(
          code === null
            ? { end: 'cut-off' }
            : { end: 'exited', code, stdout: new Secret(stdout()), stderr: stderr() },
        ),
      );
      // A program that ends without reading leaves a broken pipe; its exit code tells the rest.
      child.stdin.on('error', () => undefined);
      child.stdin.end(call.input?.reveal() ?? '');
    });

function visibleTo(call: CommandCall, environment: Readonly<NodeJS.ProcessEnv>): NodeJS.ProcessEnv {
  const visible = (name: string) =>
    always.test(name) || call.environment.some((start) => name.startsWith(start));
  return Object.fromEntries(Object.entries(environment).filter(([name]) => visible(name)));
}

function collect(stream: NodeJS.ReadableStream, stop: () => unknown): () => string {
  const chunks: Buffer[] = [];
  let size = 0;
  stream.on('data', (chunk: Buffer) => {
    size += chunk.length;
    if (size > mostBytes) stop();
    else chunks.push(chunk);
  });
  return () => Buffer.concat(chunks).toString('utf8');
}
