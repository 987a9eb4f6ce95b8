#!/usr/bin/env node
import { reportFailure, runCommandLine } from './run-command-line.ts';

const args = process.argv.slice(2);

/** Whoever reads the answer may go away (`| head`): a run under way must not die of it. */
const ignoreClosedPipe = (error: NodeJS.ErrnoException): void => {
  if (error.code !== 'EPIPE') throw error;
};
process.stdout.on('error', ignoreClosedPipe);
process.stderr.on('error', ignoreClosedPipe);

process.on('uncaughtException', (defect) => {
  void reportFailure(args, process, defect).then((exitCode) => process.exit(exitCode));
});

process.exitCode = await runCommandLine(args, process);
