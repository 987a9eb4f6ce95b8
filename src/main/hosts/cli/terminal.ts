import { text } from 'node:stream/consumers';
import { styleText } from 'node:util';

/** What a command line talks to: the process's own streams, or a test's. */
export type Terminal = {
  readonly stdin: NodeJS.ReadStream;
  readonly stdout: NodeJS.WriteStream;
  readonly stderr: NodeJS.WriteStream;
  readonly env: NodeJS.ProcessEnv;
};

export type Style = 'bold' | 'dim' | 'red' | 'green' | 'yellow' | 'cyan';
export type Paint = (style: Style, text: string) => string;

/** Colours for a stream: none in a pipe, none where `NO_COLOR` is set. */
export const paintFor =
  (stream: NodeJS.WriteStream): Paint =>
  (style, words) =>
    styleText(style, words, { stream });

/** Whether a person sits there who can be asked. */
export const isAttended = ({ stdin, stderr }: Terminal): boolean => stdin.isTTY && stderr.isTTY;

/** All of standard input without its last line break. */
export const readStdin = async ({ stdin }: Terminal): Promise<string> =>
  (await text(stdin)).replace(/\r?\n$/, '');
