import { listStatements } from '../../shared/contract/statements.contract.ts';
import { OperatorError } from '../../shared/errors/operator-error.ts';
import type { ListedStatement } from '../ports/database-gateway.port.ts';
import type { Catalogue, SchemaMap } from '../ports/database.port.ts';
import { modelOf } from '../tenancy/index.ts';
import type { AnyTenancyModel } from '../tenancy/tenancy-model.ts';
import { knownConnection } from './connections/known-connections.ts';
import { openDatabase, type ConnectionContext } from './connections/open-database.ts';
import { operation } from './operation.ts';

/** The catalogue with the names of a known reading, or of the live schema behind a connection (L15). */
export const statementOperations = [
  operation(listStatements, async (ctx, { model: id, reading, connection: name }) => {
    if (name !== undefined) return { reading: name, statements: await listLive(ctx, name) };
    const model = modelOf(ctx.models, id ?? ctx.models[0]?.id ?? '');
    const [catalogue, chosen, map] = readingOf(model, reading);
    return { reading: chosen, statements: ctx.gateway(catalogue).statements(map) };
  }),
];

async function listLive(ctx: ConnectionContext, name: string): Promise<readonly ListedStatement[]> {
  const { connection } = knownConnection(ctx.ledger, name);
  const database = await openDatabase(ctx, connection);
  try {
    return ctx.gateway(modelOf(ctx.models, connection.model).catalogues[0]).statements(database.map);
  } finally {
    await database.close();
  }
}

/** Errors: `E_INVALID_INPUT` for a reading that the model does not know. */
function readingOf(
  { catalogues }: AnyTenancyModel,
  name: string | undefined,
): readonly [Catalogue, string, SchemaMap] {
  const known = catalogues.flatMap((catalogue) =>
    Object.entries(catalogue.readings).map(([reading, map]) => [catalogue, reading, map] as const),
  );
  const found = known.find(([, reading]) => name === undefined || reading === name);
  if (found) return found;
  throw new OperatorError('E_INVALID_INPUT', {
    details: { reading: name ?? '', known: known.map(([, reading]) => reading) },
  });
}
