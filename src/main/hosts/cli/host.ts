import type { Command } from 'commander';
import type { OperatorError } from '../../../shared/errors/operator-error.ts';
import { homeOf, passphraseOf, type GlobalOptions } from './global-options.ts';
import { liveSteps } from './live-steps.ts';
import { createPrinter, type Printer } from './printer.ts';
import { openAsk } from './prompts/ask.ts';
import type { Session } from './session.ts';
import { stopOnSignal } from './stop-signal.ts';
import type { Terminal } from './terminal.ts';

/** A command's work. It answers with the failure that its answer tells of, if any: the exit code comes from it. */
// eslint-disable-next-line @typescript-eslint/no-explicit-any -- commander hands over what the command declared
export type Work = (session: Session, ...args: any[]) => Promise<OperatorError | undefined>;

// eslint-disable-next-line @typescript-eslint/no-explicit-any -- as above
export type OfflineWork = (printer: Printer, ...args: any[]) => Promise<OperatorError | undefined>;

export type ActionOptions = {
  /** A new home may keep the sandbox's secrets in a throw-away file. */
  readonly allowThrowAway?: boolean;
  /** Steps are part of the answer: shown on standard output, in a pipe too. */
  readonly stepsToStdout?: boolean;
};

export type Host = {
  readonly terminal: Terminal;
  /** Work that needs no console: no home, no keychain, no network. */
  readonly offline: (work: OfflineWork) => (...args: unknown[]) => Promise<void>;
  /** Makes a commander action of a command's work. */
  readonly action: (work: Work, options?: ActionOptions) => (...args: unknown[]) => Promise<void>;
};

/** `finished` is told how each command ended. */
export const createHost = (
  terminal: Terminal,
  finished: (failure: OperatorError | undefined) => void,
): Host => ({
  terminal,
  offline:
    (work) =>
    async (...args) => {
      const globals: GlobalOptions = (args.at(-1) as Command).optsWithGlobals();
      finished(await work(createPrinter(terminal, globals.json === true), ...args));
    },
  action:
    (work, options = {}) =>
    async (...args) => {
      const command = args.at(-1) as Command;
      finished(
        await inSession(terminal, command.optsWithGlobals(), options, (session) => work(session, ...args)),
      );
    },
});

/** Opens the console on the home, lets `work` use it, and closes it whatever happens. */
async function inSession<T>(
  terminal: Terminal,
  globals: GlobalOptions,
  { allowThrowAway = false, stepsToStdout = false }: ActionOptions,
  work: (session: Session) => Promise<T>,
): Promise<T> {
  const { openConsole } = await import('../../compose.ts');
  const ask = await openAsk(terminal);
  const passphrase = await passphraseOf(globals, terminal, ask);
  using stop = stopOnSignal(terminal);
  const home = homeOf(globals, terminal);
  const console = await openConsole({
    home,
    allowThrowAway,
    signal: stop.signal,
    ...(passphrase && { passphrase }),
  });
  const json = globals.json === true;
  const live = liveSteps(stepsToStdout && !json ? terminal.stdout : terminal.stderr);
  if (terminal.stderr.isTTY || (stepsToStdout && !json)) {
    console.subscribe((entry) => live.see(entry));
    console.onProgress((progress) => live.progress(progress));
  }
  try {
    return await work({ console, printer: createPrinter(terminal, json), terminal, ask, live });
  } finally {
    await console.close();
  }
}
