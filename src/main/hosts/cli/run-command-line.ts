import { readFile } from 'node:fs/promises';
import type { OperatorError } from '../../../shared/errors/operator-error.ts';
import { asFailure } from './exit.ts';
import { homeOf } from './global-options.ts';
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
  } catch (error) {
    outcome = await asFailure(error, async (defect) => {
      const { recordDefect } = await import('../../compose.ts');
      return recordDefect(homeOf(program.opts(), terminal), defect);
    });
    if (outcome !== undefined) createPrinter(terminal, args.includes('--json')).failure(outcome.toJSON());
  }
  return outcome?.exitCode ?? 0;
}

async function version(): Promise<string> {
  const manifest = await readFile(new URL('../../../../package.json', import.meta.url), 'utf8');
  return (JSON.parse(manifest) as { version: string }).version;
}
