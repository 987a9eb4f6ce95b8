import { stripVTControlCharacters } from 'node:util';
import type { ErrorCard, ErrorDetails } from '../../../../shared/errors/operator-error.ts';
import type { Paint } from '../terminal.ts';

/** An error as a card: code, what it means, what to do, whom to call, and the facts of this occurrence. */
export function errorText({ code, message, meaning, fix, who, details }: ErrorCard, paint: Paint): string {
  const line = (name: string, words: string) => `  ${paint('dim', name.padEnd(13))}${words}`;
  return [
    `${paint('red', `✗ ${code}`)}  ${message}`,
    ...(message === meaning ? [] : [line('means', meaning)]),
    line('what to do', fix),
    line('whom to ask', who),
    ...factLines(details).map(([name, fact]) => line(name, stripVTControlCharacters(fact))),
  ].join('\n');
}

const factLines = (details: ErrorDetails): [string, string][] =>
  Object.entries(details).flatMap(([name, fact]) =>
    typeof fact === 'object' && fact !== null
      ? fact.map((each, at): [string, string] => [at === 0 ? name : '', each])
      : [[name, String(fact)] as [string, string]],
  );
