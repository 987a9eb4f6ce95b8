import type { Command } from 'commander';
import { listConnections } from '../../../../shared/contract/connections.contract.ts';
import { OperatorError } from '../../../../shared/errors/operator-error.ts';
import type { Session } from '../session.ts';

export type WhichConnection = { readonly connection?: string; readonly model?: string };

/** Refuses the command line before anything is opened, when it says neither. */
export function demandWhere(command: Command): void {
  const { connection, model } = command.opts<WhichConnection>();
  if (connection === undefined && model === undefined)
    command.error('error: say where, by --connection or --model');
}

/** The connection that is named, or the only one of a tenancy model. Errors: `E_USAGE` when it is not clear which. */
export async function connectionOf(
  console: Session['console'],
  { connection, model = 'pooled' }: WhichConnection,
): Promise<string> {
  if (connection !== undefined) return connection;
  const known = await console.call(listConnections, {});
  const names = known.filter((each) => each.connection.model === model).map((each) => each.connection.name);
  const [only] = names;
  if (only !== undefined && names.length === 1) return only;
  throw new OperatorError('E_USAGE', {
    message: `${names.length} connections are of the model ${model}: name one with --connection.`,
    details: { connections: names },
  });
}
