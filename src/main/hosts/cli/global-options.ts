import type { Command } from 'commander';
import { OperatorError } from '../../../shared/errors/operator-error.ts';
import { Secret } from '../../../shared/model/secret.ts';
import { homeFolder } from '../default-home.ts';
import type { Ask } from './prompts/ask.ts';
import { readStdin, type Terminal } from './terminal.ts';

/** Options that every command knows. */
export type GlobalOptions = {
  readonly home?: string;
  readonly json?: true;
  readonly passphraseStdin?: true;
  readonly color: boolean;
};

export function addGlobalOptions(program: Command): Command {
  return program
    .option('--home <dir>', 'folder of everything the console keeps (or TENANT_CONSOLE_HOME)')
    .option('--json', 'print exactly one JSON value on standard output, nothing else')
    .option(
      '--passphrase-stdin',
      'passphrase of the vault, where there is no system keychain (or TENANT_CONSOLE_PASSPHRASE)',
    )
    .option('--no-color', 'no colours (so does NO_COLOR)');
}

/** `--home`, else `TENANT_CONSOLE_HOME`, else the platform's own folder for a program's data. */
export const homeOf = ({ home }: Pick<GlobalOptions, 'home'>, { env }: Terminal): string =>
  homeFolder(home, env);

/** The vault's passphrase, when one was given. */
export const passphraseOf = (options: GlobalOptions, terminal: Terminal, ask: Ask | undefined) =>
  givenSecret(terminal, ask, {
    fromStdin: options.passphraseStdin === true,
    variable: 'TENANT_CONSOLE_PASSPHRASE',
    message: 'Passphrase of the vault',
  });

type SecretSource = { readonly fromStdin: boolean; readonly variable: string; readonly message: string };

/**
 * A secret from standard input (typed without an echo at a terminal) or from an environment variable, which is taken out of
 * the environment so that no child process inherits it. Undefined when neither was used. Errors: `E_USAGE` for an empty one.
 */
export async function givenSecret(
  terminal: Terminal,
  ask: Ask | undefined,
  { fromStdin, variable, message }: SecretSource,
): Promise<Secret | undefined> {
  const { env } = terminal;
  const value = env[variable];
  Reflect.deleteProperty(env, variable);
  if (!fromStdin) return value ? new Secret(value) : undefined;
  if (ask !== undefined) return ask.secret(message);
  const typed = await readStdin(terminal);
  if (typed === '') throw new OperatorError('E_USAGE', { message: `${message}: standard input is empty.` });
  return new Secret(typed);
}
