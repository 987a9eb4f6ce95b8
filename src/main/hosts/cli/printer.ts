import type { ErrorCard, OperatorError } from '../../../shared/errors/operator-error.ts';
import { paintFor, type Paint, type Terminal } from './terminal.ts';
import { errorText } from './views/error-text.ts';

/**
 * The one place that writes answers. For machines (`--json`) exactly one JSON value goes to standard output and nothing
 * else; for people the answer goes to standard output, errors and progress to standard error.
 */
export type Printer = {
  readonly json: boolean;
  /** The answer of a command. With a failure, JSON carries its card as `error`, and people read it on standard error. */
  answer(value: unknown, words: (paint: Paint) => string, failure?: OperatorError): void;
  /** A command that failed without an answer. */
  failure(card: ErrorCard): void;
  /** A word on the way, for people at a terminal only. */
  aside(words: (paint: Paint) => string): void;
};

export function createPrinter({ stdout, stderr }: Terminal, json: boolean): Printer {
  const toError = (card: ErrorCard) => stderr.write(`${errorText(card, paintFor(stderr))}\n`);
  const toStdout = (value: unknown) => stdout.write(`${JSON.stringify(value)}\n`);
  return {
    json,
    answer: (value, words, failure) => {
      const error = failure?.toJSON();
      if (json) {
        toStdout(error === undefined ? value : { ...(value as object), error });
        return;
      }
      stdout.write(`${words(paintFor(stdout))}\n`);
      if (error !== undefined) toError(error);
    },
    failure: (error) => {
      if (json) toStdout({ error });
      else toError(error);
    },
    aside: (words) => {
      if (stderr.isTTY) stderr.write(`${words(paintFor(stderr))}\n`);
    },
  };
}
