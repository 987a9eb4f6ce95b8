import { askKeyringHere, type KeyringAnswer, type KeyringQuestion } from './keyring-entry.ts';

/** A question and an answer as they cross between the two processes; the number joins them. */
export type NumberedQuestion = { readonly number: number; readonly question: KeyringQuestion };
export type NumberedAnswer = { readonly number: number } & (
  { readonly answer: KeyringAnswer } | { readonly failure: string }
);

async function answer({ number, question }: NumberedQuestion): Promise<NumberedAnswer> {
  try {
    return { number, answer: await askKeyringHere(question) };
  } catch (error) {
    return { number, failure: error instanceof Error ? error.message : String(error) };
  }
}

/** The way to the parent where Electron started this process, as far as it is used here. */
type ElectronParent = {
  on(event: 'message', listener: (message: { readonly data: NumberedQuestion }) => void): void;
  postMessage(reply: NumberedAnswer): void;
};

const { parentPort: electron } = process as { readonly parentPort?: ElectronParent };
electron?.on('message', ({ data }) => void answer(data).then((reply) => electron.postMessage(reply)));

process.on('message', (message: NumberedQuestion) => {
  void answer(message).then((reply) => process.send?.(reply));
});
// The parent is gone: a prompt that still hangs must not keep this process alive.
process.on('disconnect', () => process.kill(process.pid, 'SIGKILL'));
