import { utilityProcess } from 'electron';
import type { ConsoleOptions } from '../../compose.ts';

type StartChild = NonNullable<ConsoleOptions['startChild']>;

/**
 * Starts a process of the console's own in Electron's way: the packaged program cannot be run as Node (its fuse is blown), so Node's
 * `fork` leads nowhere.
 */
export const startUtility: StartChild = (file, env) => {
  const child = utilityProcess.fork(file, [], { env: plain(env), stdio: 'ignore', execArgv: [] });
  return {
    send: (message) => child.postMessage(message),
    onMessage: (listener) => void child.on('message', listener),
    onEnd: (listener) =>
      void child.on('exit', () => listener(new Error('The process ended before it answered.'))),
    kill: () => endNow(child),
  };
};

/** `kill()` asks; a process that is blocked in a call of the system's does not listen. */
function endNow(child: Electron.UtilityProcess): void {
  if (child.pid !== undefined) process.kill(child.pid, 'SIGKILL');
}

const plain = (env: Readonly<NodeJS.ProcessEnv>): Record<string, string> =>
  Object.fromEntries(Object.entries(env).filter((pair): pair is [string, string] => pair[1] !== undefined));
