import type { EnvironmentFingerprint, TenantDatabase, Transaction } from '../../ports/database.port.ts';
import type { ConsoleStatement, NoParams } from './statements/console-statement.ts';
import { readControl, readServer } from './statements/introspection.ts';

const LABEL = /\benvironment=([a-z]+)\b/;

/** What the server says of itself (P5). */
export async function readFingerprint<Schema>(
  database: Pick<TenantDatabase<Schema>, 'read' | 'map'>,
): Promise<EnvironmentFingerprint> {
  return database.read(async (tx) => {
    const server = await one(tx, readServer);
    const control = server.mayReadControl ? await one(tx, readControl) : { systemIdentifier: 'unknown' };
    return {
      database: server.database,
      serverVersion: server.serverVersion,
      systemIdentifier: control.systemIdentifier,
      label: LABEL.exec(server.comment ?? '')?.[1] ?? 'unlabelled',
      schemaDigest: database.map.digest,
    };
  });
}

async function one<Schema, Row>(
  tx: Transaction<Schema>,
  statement: ConsoleStatement<NoParams, Row>,
): Promise<Row> {
  const [row] = await tx.run(statement, {});
  if (row === undefined) throw new Error(`${statement.name} returned no row.`);
  return row;
}
