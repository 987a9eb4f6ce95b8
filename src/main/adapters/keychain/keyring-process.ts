import { fileURLToPath } from 'node:url';
import { startNodeChild, type Child, type StartChild } from './child.ts';
import type { NumberedAnswer, NumberedQuestion } from './keyring-child.ts';
import type { AskKeyring, KeyringAnswer, KeyringQuestion } from './keyring-entry.ts';

const childFile = fileURLToPath(new URL('./keyring-child.ts', import.meta.url));

/** All the child gets to know: where the session's keychain lives. Nothing an operator may have put into a variable. */
const passedOn = [
  ...['PATH', 'HOME', 'USER', 'LANG', 'DBUS_SESSION_BUS_ADDRESS', 'XDG_RUNTIME_DIR', 'XDG_DATA_HOME'],
  ...['DISPLAY', 'WAYLAND_DISPLAY', 'XAUTHORITY'],
  ...['SYSTEMROOT', 'APPDATA', 'LOCALAPPDATA', 'USERPROFILE', 'TEMP'],
];

type Waiting = { resolve(answer: KeyringAnswer): void; reject(error: Error): void };

/** Nobody answered in time; most likely a prompt waits for a person. */
export class KeyringSilence extends Error {}

/**
 * Asks the operating system's keychain through a process of its own, because a call can block for as long as a prompt is
 * open, and a blocked native call keeps Node from exiting. After `deadlineMs` without an answer the process is ended and the
 * question rejects with `KeyringSilence`. The process starts with the first question and does not keep this one alive.
 */
export function askKeyringProcess(
  deadlineMs: number,
  environment: Readonly<NodeJS.ProcessEnv> = process.env,
  start: StartChild = startNodeChild,
): AskKeyring {
  let current: KeyringProcess | undefined;
  return (question) => {
    if (current?.ended !== false) current = new KeyringProcess(start(childFile, pick(environment, passedOn)));
    return current.ask(question, deadlineMs);
  };
}

class KeyringProcess {
  ended = false;
  readonly #child: Child;
  readonly #waiting = new Map<number, Waiting>();
  #asked = 0;

  constructor(child: Child) {
    this.#child = child;
    child.onMessage((message) => this.#settle(message as NumberedAnswer));
    child.onEnd((reason) => this.#end(reason));
  }

  async ask(question: KeyringQuestion, deadlineMs: number): Promise<KeyringAnswer> {
    const number = (this.#asked += 1);
    // The timer also keeps the event loop alive until the answer is there.
    const timer = setTimeout(() => this.#end(new KeyringSilence('No answer in time.')), deadlineMs);
    try {
      return await new Promise<KeyringAnswer>((resolve, reject) => {
        this.#waiting.set(number, { resolve, reject });
        this.#child.send({ number, question } satisfies NumberedQuestion);
      });
    } finally {
      clearTimeout(timer);
    }
  }

  #settle(message: NumberedAnswer): void {
    const asked = this.#waiting.get(message.number);
    this.#waiting.delete(message.number);
    if ('failure' in message) asked?.reject(new Error(message.failure));
    else asked?.resolve(message.answer);
  }

  #end(error: Error): void {
    this.ended = true;
    this.#child.kill();
    for (const each of this.#waiting.values()) each.reject(error);
    this.#waiting.clear();
  }
}

function pick(from: Readonly<NodeJS.ProcessEnv>, names: readonly string[]): NodeJS.ProcessEnv {
  return Object.fromEntries(names.flatMap((name) => (from[name] === undefined ? [] : [[name, from[name]]])));
}
