import { PassThrough } from 'node:stream';
import type { Terminal } from '../../src/main/hosts/cli/terminal.ts';

export type TestTerminal = Terminal & {
  /** What was written to standard output so far. */
  readonly out: () => string;
  /** What was written to standard error so far. */
  readonly err: () => string;
  /** Types at the terminal, or sends through the pipe. */
  readonly type: (keys: string) => void;
};

/** A terminal where a person sits, or (`attended: false`) three pipes. */
export function testTerminal({ attended = false, env = {} } = {}): TestTerminal {
  const stream = () => {
    const written: string[] = [];
    const pipe = new PassThrough();
    pipe.on('data', (chunk: Buffer) => written.push(chunk.toString()));
    const isTTY = attended || undefined;
    return { pipe: Object.assign(pipe, { isTTY, columns: 100, getColorDepth: () => 24 }), written };
  };
  const [stdout, stderr] = [stream(), stream()];
  const stdin = Object.assign(new PassThrough(), { isTTY: attended || undefined });
  return {
    stdin: stdin as unknown as NodeJS.ReadStream,
    stdout: stdout.pipe as unknown as NodeJS.WriteStream,
    stderr: stderr.pipe as unknown as NodeJS.WriteStream,
    env,
    out: () => stdout.written.join(''),
    err: () => stderr.written.join(''),
    type: (keys) => void stdin.write(keys),
  };
}

export const escapeSequence = /\u001B\[/;
