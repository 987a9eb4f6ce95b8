#!/usr/bin/env node
// The console in a browser on this machine: `npm start -- --web`.
import { fileURLToPath } from 'node:url';
import { isOperatorError, OperatorError } from '../../../shared/errors/operator-error.ts';
import { recordDefect } from '../../compose.ts';
import { homeFolder } from '../default-home.ts';
import { serveWeb } from './serve-web.ts';
import { webOptions, webUsage } from './options.ts';

const screens = fileURLToPath(new URL('../../../../out/renderer/', import.meta.url));
const say = (text: string): void => void process.stderr.write(`${text}\n`);

function sayCard({ code, message, fix, who }: OperatorError): void {
  say(`${code}  ${message}\n  What to do:   ${fix}\n  Whom to call: ${who}`);
}

try {
  const args = process.argv.slice(2);
  if (args.includes('--help')) process.stdout.write(webUsage);
  else await serveWeb({ ...webOptions(args, process.env), screens });
} catch (error) {
  const known = isOperatorError(error)
    ? error
    : new OperatorError('E_UNEXPECTED', {
        details: { reference: await recordDefect(homeFolder(undefined, process.env), error, 'web') },
      });
  sayCard(known);
  process.exitCode = known.exitCode;
}
