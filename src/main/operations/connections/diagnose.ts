import type { Diagnosis } from '../../../shared/contract/connections.contract.ts';
import { isOperatorError } from '../../../shared/errors/operator-error.ts';
import { openDatabase, type ConnectionContext } from './open-database.ts';
import type { AnyDatabase } from './open-doors.ts';
import { diagnoseDatabase } from './diagnose-database.ts';
import { diagnoseOpening } from './diagnose-opening.ts';
import { diagnoseSurroundings } from './diagnose-surroundings.ts';
import type { KnownConnection } from './known-connections.ts';

/** Looks at every part of a connection, as far as it can be reached. What is wrong is a finding, not an error. */
export async function diagnose(ctx: ConnectionContext, known: KnownConnection): Promise<Diagnosis> {
  const { connection } = known;
  let database: AnyDatabase | undefined;
  try {
    database = await openDatabase(ctx, connection, { evenUnmapped: true });
    return await diagnoseOpened(ctx, known, database);
  } catch (error) {
    if (!isOperatorError(error)) throw error;
    const surroundings = await diagnoseSurroundings(ctx, connection, undefined);
    return {
      connection: connection.name,
      findings: [...diagnoseOpening(connection, error), ...surroundings],
    };
  } finally {
    await database?.close();
  }
}

async function diagnoseOpened(
  ctx: ConnectionContext,
  known: KnownConnection,
  database: AnyDatabase,
): Promise<Diagnosis> {
  const { findings, grants } = await diagnoseDatabase(known, database, ctx.clock.now());
  const surroundings = await diagnoseSurroundings(ctx, known.connection, database);
  return {
    connection: known.connection.name,
    findings: [...diagnoseOpening(known.connection, undefined), ...findings, ...surroundings],
    grants,
  };
}
