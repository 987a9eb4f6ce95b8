import { readFile } from 'node:fs/promises';
import type { OperatorError } from '../../../shared/errors/operator-error.ts';
import { asFailure } from './exit.ts';
import { homeOf, type GlobalOptions } from './global-options.ts';
import { createHost } from './host.ts';
import { createPrinter } from './printer.ts';
import { createProgram } from './program.ts';
import type { Terminal } from './terminal.ts';

/** Runs one command line and answers with its exit code, the same for the same outcome always (see `ErrorEntry`). */
export async function runCommandLine(args: readonly string[], terminal: Terminal): Promise<number> {
  let outcome: OperatorError | undefined;
  const host = createHost(terminal, (failure) => (outcome = failure));
  const program = createProgram(host, await version());
  try {
    await program.parseAsync(args, { from: 'user' });
    return outcome?.exitCode ?? 0;
  } catch (error) {
    return reportFailure(args, terminal, error, program.opts());
  }
}

/** Says what went wrong where no command could, keeps a defect in the home's log, and answers with the exit code. */
export async function reportFailure(
  args: readonly string[],
  terminal: Terminal,
  thrown: unknown,
  globals: Pick<GlobalOptions, 'home'> = {},
): Promise<number> {
  const failure = await asFailure(thrown, async (defect) => {
    const { recordDefect } = await import('../../compose.ts');
    return recordDefect(homeOf(globals, terminal), defect, 'command line');
  });
  if (failure !== undefined) createPrinter(terminal, args.includes('--json')).failure(failure.toJSON());
  return failure?.exitCode ?? 0;
}

async function version(): Promise<string> {
  const manifest = await readFile(new URL('../../../../package.json', import.meta.url), 'utf8');
  return (JSON.parse(manifest) as { version: string }).version;
}
