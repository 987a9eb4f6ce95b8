import { Secret } from '../../../../shared/model/secret.ts';
import { isAttended, type Terminal } from '../terminal.ts';

/** What `check` says of an answer: fine, or what is wrong with it. */
export type Check = (text: string) => true | string;

export type Choice<T extends string> = { readonly value: T; readonly name: string };

/** Asking a person at the terminal. Answers never go to standard output, which belongs to the result. */
export type Ask = {
  text(message: string, options?: { readonly initial?: string; readonly check?: Check }): Promise<string>;
  confirm(message: string, initial: boolean): Promise<boolean>;
  choose<T extends string>(message: string, choices: readonly Choice<T>[], initial?: T): Promise<T>;
  /** Typed without an echo. */
  secret(message: string): Promise<Secret>;
  /** Shows a secret until Enter is pressed or the time is over, then wipes it from the screen. */
  reveal(secret: Secret, seconds: number): Promise<void>;
};

/** A person to ask; undefined where nobody sits (standard input or standard error is no terminal). */
export async function openAsk(terminal: Terminal): Promise<Ask | undefined> {
  return isAttended(terminal) ? askAt(terminal.stdin, terminal.stderr) : undefined;
}

/** Errors of the library when a person presses Ctrl-C: `ExitPromptError`, see `isPromptClosed`. */
export async function askAt(input: NodeJS.ReadableStream, output: NodeJS.WritableStream): Promise<Ask> {
  const prompts = await import('@inquirer/prompts');
  const context = { input, output };
  return {
    text: (message, { initial, check } = {}) =>
      prompts.input(
        { message, ...(initial !== undefined && { default: initial }), ...(check && { validate: check }) },
        context,
      ),
    confirm: (message, initial) => prompts.confirm({ message, default: initial }, context),
    choose: (message, choices, initial) =>
      prompts.select({ message, choices, ...(initial !== undefined && { default: initial }) }, context),
    secret: async (message) => new Secret(await prompts.password({ message, mask: true }, context)),
    reveal: async (secret, seconds) => {
      const signal = AbortSignal.timeout(seconds * 1000);
      const message = `${secret.reveal()}   Enter hides it, and so do ${seconds} seconds`;
      const shown = prompts.input({ message }, { ...context, clearPromptOnDone: true, signal });
      await shown.catch((error: unknown) => {
        if (!signal.aborted) throw error;
      });
    },
  };
}

/** Whether a person closed the prompt instead of answering it. */
export const isPromptClosed = (error: unknown): boolean =>
  error instanceof Error && error.name === 'ExitPromptError';
