import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Console } from '../../src/main/compose.ts';
import { addConnection, listConnections } from '../../src/shared/contract/connections.contract.ts';
import { rollbackRun } from '../../src/shared/contract/runs.contract.ts';
import { asSuperuser } from '../../src/sandbox/postgres/portal-cluster.ts';
import { provision } from './console-home.ts';
import { broker, intakeOf } from './console-journey.ts';
import { startCuttingProxy, type WireMessage } from './cutting-proxy.ts';
import { insertOrphans } from './insert-orphans.ts';

/** Runs that met trouble. */
export type Troubles = { readonly failed: string; readonly doubtful: string; readonly rolledBack: string };

/** Lets three provisionings fail, be taken back, and stay in doubt; plants orphans; the sandbox is as before but for that. */
export async function meetTroubles(console: Console): Promise<Troubles> {
  const known = await console.call(listConnections, {});
  const connection = known.map((each) => each.connection).find(({ name }) => name === 'sandbox');
  if (connection?.portal === undefined) throw new Error('The sandbox has no connection.');
  await plantOrphans(console.home, connection);
  const portal = { ...connection.portal, url: 'http://127.0.0.1:1' };
  await console.call(addConnection, { connection: { ...connection, portal } });
  const { runId: failed } = await provision(console, intakeOf(broker(5)));
  const { runId: rolledBack } = await provision(console, intakeOf(broker(6)));
  await console.call(rollbackRun, { runId: rolledBack, reason: 'The broker has withdrawn' });
  const proxy = await startCuttingProxy(connection);
  proxy.decide = fromCommitOn();
  await console.call(addConnection, { connection: { ...connection, portal, port: proxy.port } });
  const { runId: doubtful } = await provision(console, intakeOf(broker(7)));
  await console.call(addConnection, { connection });
  await proxy.close();
  return { failed, doubtful, rolledBack };
}

/** The network is gone from the moment on at which the making of the broker is committed. */
function fromCommitOn(): (message: WireMessage) => 'pass' | 'cut' {
  let [creating, gone] = [false, false];
  return ({ direction, type, body }) => {
    creating ||= type === 'P' && body.includes('"audited"');
    gone ||= creating && direction === 'to-client' && type === 'C' && body.includes('COMMIT');
    return gone ? 'cut' : 'pass';
  };
}

async function plantOrphans(
  home: string,
  { port, database }: { readonly port: number; readonly database: string },
): Promise<void> {
  const file = join(home, 'sandbox', 'secrets.json');
  const { superuserPassword: password } = JSON.parse(readFileSync(file, 'utf8')) as {
    readonly superuserPassword: string;
  };
  const kinds = ['users-without-broker', 'schemes-without-employer', 'email-templates-without-broker'];
  await asSuperuser({ port, password }, database, (client) =>
    insertOrphans(client, { variant: 'brokers-snake', count: 2, kinds }),
  );
}
