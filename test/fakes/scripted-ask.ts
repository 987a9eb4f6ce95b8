import { Secret } from '../../src/shared/model/secret.ts';
import type { Ask } from '../../src/main/hosts/cli/prompts/ask.ts';

export type ScriptedAsk = Ask & {
  /** Every question that was asked, in order, with what was offered as its answer. */
  readonly asked: readonly string[];
  /** Secrets that were shown. */
  readonly shown: readonly string[];
};

type Line = string | boolean;

/**
 * A person who answers from a script: `''` takes what is offered. A text that the check refuses is passed over, as a person would
 * type again, and what was said about it is among the questions.
 */
export function scriptedAsk(...script: readonly Line[]): ScriptedAsk {
  const left = [...script];
  const asked: string[] = [];
  const shown: string[] = [];
  const next = (question: string): Line => {
    asked.push(question);
    const line = left.shift();
    if (line === undefined) throw new Error(`The script has no answer to: ${question}`);
    return line;
  };
  const text: Ask['text'] = (message, { initial, check } = {}) => {
    const line = next(initial === undefined ? message : `${message} [${initial}]`);
    const typed = line === '' ? (initial ?? '') : String(line);
    const judged = check?.(typed) ?? true;
    if (judged === true) return Promise.resolve(typed);
    asked.push(`! ${judged}`);
    return text(message, { ...(initial !== undefined && { initial }), ...(check && { check }) });
  };
  return {
    asked,
    shown,
    text,
    confirm: (message, initial) =>
      Promise.resolve(asBoolean(next(`${message} [${initial ? 'Y' : 'N'}]`), initial)),
    choose: (message, choices, initial) => {
      const line = next(`${message} (${choices.map(({ value }) => value).join(' ')})`);
      const chosen = choices.find(({ value }) => value === (line === '' ? initial : line));
      if (chosen === undefined) throw new Error(`${String(line)} is not among the choices of: ${message}`);
      return Promise.resolve(chosen.value);
    },
    secret: (message) => Promise.resolve(new Secret(String(next(message)))),
    reveal: (secret) => {
      shown.push(secret.reveal());
      return Promise.resolve();
    },
  };
}

const asBoolean = (line: Line, initial: boolean): boolean => (line === '' ? initial : line === true);
