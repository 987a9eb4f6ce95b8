import { parseArgs } from 'node:util';
import { OperatorError } from '../../../shared/errors/operator-error.ts';
import { homeFolder } from '../default-home.ts';

export type WebOptions = { readonly home: string; readonly port: number; readonly open: boolean };

const known = {
  home: { type: 'string' },
  port: { type: 'string' },
  'no-open': { type: 'boolean' },
} as const;

export const webUsage = `npm start -- --web [--home DIR] [--port N] [--no-open]

  --home DIR   folder of everything the console keeps (or TENANT_CONSOLE_HOME)
  --port N     listen there instead of on a free port
  --no-open    only print the address, open no browser
`;

/** Errors: `E_USAGE`. */
export function webOptions(args: readonly string[], env: Readonly<NodeJS.ProcessEnv>): WebOptions {
  const { home, port = '0', 'no-open': noOpen = false } = parse(args);
  if (!/^\d{1,5}$/.test(port) || Number(port) > 65_535) throw usage('--port is a number up to 65535.');
  return { home: homeFolder(home, env), port: Number(port), open: !noOpen };
}

function parse(args: readonly string[]) {
  try {
    return parseArgs({ args: [...args], options: known }).values;
  } catch (error) {
    if (error instanceof TypeError) throw usage(error.message);
    throw error;
  }
}

const usage = (message: string) => new OperatorError('E_USAGE', { message });
