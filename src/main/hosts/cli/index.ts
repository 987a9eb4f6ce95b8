#!/usr/bin/env node
import { enableCompileCache } from 'node:module';
import envPaths from 'env-paths';

// What is loaded from here on is compiled once for all commands, and halves what each costs. Kept with the user and not in the
// machine's folder for temporary files, where others could leave code to be run.
enableCompileCache(envPaths('tenant-console', { suffix: '' }).cache);
const { reportFailure, runCommandLine } = await import('./run-command-line.ts');

const args = process.argv.slice(2);

/** Whoever reads the answer may go away (`| head`): a run under way must not die of it. */
const ignoreClosedPipe = (error: NodeJS.ErrnoException): void => {
  if (error.code !== 'EPIPE') throw error;
};
process.stdout.on('error', ignoreClosedPipe);
process.stderr.on('error', ignoreClosedPipe);

/** A defect that cannot even be reported, because what reports it is broken too: said as it is, and the end. */
const giveUp = (defect: unknown): never => {
  process.stderr.write(`${defect instanceof Error ? (defect.stack ?? defect.message) : String(defect)}\n`);
  process.exit(1);
};

process.on('uncaughtException', (defect) => {
  reportFailure(args, process, defect).then((exitCode) => process.exit(exitCode), giveUp);
});

process.exitCode = await runCommandLine(args, process);
