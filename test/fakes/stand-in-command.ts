// What the stand-ins for `op` and `bw` have in common. State lies in $HOME; see password-commands.ts.
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { CommandRun, Mishap } from './password-commands.ts';

export type Share = { id: string; key: string; title: string; secret: string; link?: string; links: number };

const place = (name: string) => join(process.env['HOME']!, name);
const load = <T>(name: string, fallback: T): T =>
  existsSync(place(name)) ? (JSON.parse(readFileSync(place(name), 'utf8')) as T) : fallback;
const save = (name: string, value: unknown) => writeFileSync(place(name), JSON.stringify(value));

export const signedIn = (): boolean => load('signed-in.json', true);
export const shares = (): Share[] => load<Share[]>('shares.json', []);
export const keep = (all: readonly Share[]) => save('shares.json', all);

/** Ends with a complaint, as the real ones do. */
export function complain(text: string): never {
  process.stderr.write(`${text}\n`);
  process.exit(1);
}

/** Writes down what was seen, has the mishap that was asked for, or prints what `answer` says. */
export function serve(command: string, answer: (args: readonly string[], input: string) => string): void {
  const args = process.argv.slice(2);
  const input = readFileSync(0, 'utf8');
  const seen: CommandRun = { command, args, env: process.env as Record<string, string>, input };
  save('runs.json', [...load<readonly CommandRun[]>('runs.json', []), seen]);
  const planned = load<Mishap | null>('mishap.json', null);
  const mishap = planned !== null && args.join(' ').includes(planned.on) ? planned.how : undefined;
  if (mishap === 'fail') complain('[ERROR] you do not have the rights');
  const printed = answer(args, input);
  if (mishap === 'fail-after') complain('[ERROR] connection lost');
  if (mishap === 'hang') setInterval(() => undefined, 1_000);
  else process.stdout.write(mishap === 'babble' ? 'A new version is available!' : printed);
}
