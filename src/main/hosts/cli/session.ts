import type { Console } from '../../compose.ts';
import type { LiveSteps } from './live-steps.ts';
import type { Printer } from './printer.ts';
import type { Ask } from './prompts/ask.ts';
import type { Terminal } from './terminal.ts';

/** Everything a command works with. */
export type Session = {
  readonly console: Console;
  readonly printer: Printer;
  readonly terminal: Terminal;
  /** The person at the terminal; undefined where nobody can be asked. */
  readonly ask: Ask | undefined;
  readonly live: LiveSteps;
};
