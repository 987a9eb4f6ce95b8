import type { Secret } from '../../shared/model/secret.ts';

export type CommandCall = {
  /** A program's name, looked up in PATH. No shell is involved. */
  readonly command: string;
  /** Everybody on the machine can read these: neither secrets nor personal data. */
  readonly args: readonly string[];
  /** What the program reads; secrets travel this way. */
  readonly input?: Secret;
  /** Which of the operator's environment variables the program may see, by the start of their name. */
  readonly environment: readonly string[];
  readonly timeoutMs: number;
};

/** How a program came to its end. */
export type CommandEnd =
  | { readonly end: 'exited'; readonly code: number; readonly stdout: Secret; readonly stderr: string }
  /** There is no such program: nothing was run. */
  | { readonly end: 'missing' }
  /** It was ended: too slow, too talkative, or from outside. What it did until then is not known. */
  | { readonly end: 'cut-off' };

/** Runs another program, the one place where that happens. Never throws for what the program does. */
export type RunCommand = (call: CommandCall) => Promise<CommandEnd>;
