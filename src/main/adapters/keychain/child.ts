import { fork } from 'node:child_process';

/** A process of our own program that is spoken to by messages. */
export type Child = {
  send(message: unknown): void;
  onMessage(listener: (message: unknown) => void): void;
  /** Called when it has ended or could not be started. */
  onEnd(listener: (reason: Error) => void): void;
  /** Ends it at once, whatever it is doing. */
  kill(): void;
};

/** Starts the program in `file` with this environment and no other. The process must not keep the console alive. */
export type StartChild = (file: string, env: Readonly<NodeJS.ProcessEnv>) => Child;

/** As a process of Node's own; inside Electron, whose binary is no Node, the desktop host brings another way. */
export const startNodeChild: StartChild = (file, env) => {
  const child = fork(file, { env, execArgv: [], stdio: ['ignore', 'ignore', 'ignore', 'ipc'] });
  child.unref();
  child.channel?.unref();
  return {
    send: (message) => void child.send(message as object),
    onMessage: (listener) => void child.on('message', listener),
    onEnd: (listener) => {
      child.on('error', listener);
      child.on('exit', () => listener(new Error('The process ended before it answered.')));
    },
    kill: () => void child.kill('SIGKILL'),
  };
};
