import { mkdtempSync } from 'node:fs';
import { rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { openConsole, type Console } from '../../src/main/compose.ts';
import { addConnection } from '../../src/shared/contract/connections.contract.ts';
import { createIdentity } from '../../src/shared/contract/identity.contract.ts';
import { connectionTo } from '../helpers/connections.ts';
import { startCuttingProxy, type CuttingProxy } from '../helpers/cutting-proxy.ts';
import { openOffices } from '../helpers/offices.ts';
import type { TestPortal } from '../helpers/sandbox.ts';
import { ConsoleProcess, type OpenAsked } from './console-process.ts';
import type { Desk } from './journey.ts';
import { writeLeanProfile } from './lean-profile.ts';

/** The deployment, and the same one with its portal away. */
export const HERE = 'here';
export const AWAY = 'away';

/** A second of patience where a person has ten: what is tried is the end of patience, and not its length. Turns beat every 20 s. */
const patience = { connectMs: 2_000, lockMs: 2_000, idleMs: 25_000, commitMs: 800, graceMs: 400 };

/** Folder of one workstation with a console at work, the way to its database, and the offices that sign for it. */
export type Workstation = {
  readonly folder: string;
  readonly options: OpenAsked;
  readonly console: ConsoleProcess;
  readonly proxy: CuttingProxy;
  readonly offices: readonly Console[];
  readonly remove: () => Promise<void>;
};

/** A workstation whose operator is named and knows the deployment: where a console stands before its first broker. */
export const startWorkstation = (portal: TestPortal): Promise<Workstation> =>
  startWorkstationOn(portal.database, (desk, place) => settle(desk, portal, place));

/** The same for any deployment: `settle` makes it known, by the way through the proxy in front of `target`. */
export async function startWorkstationOn(
  target: { readonly port: number },
  settle: (desk: Desk, place: Place) => Promise<void>,
): Promise<Workstation> {
  const folder = mkdtempSync(join(tmpdir(), 'faults-'));
  const options = { home: join(folder, 'home'), patience };
  const proxy = await startCuttingProxy(target);
  const console = new ConsoleProcess(folder);
  await console.open(options);
  await settle(console, { folder, port: proxy.port });
  let opened = 0;
  const openOffice = () =>
    openConsole({ home: join(folder, `office-${(opened += 1)}`), allowThrowAway: true, sandboxNode: 'none' });
  const offices = await openOffices(console, openOffice);
  const remove = async () => {
    for (const office of offices) await office.close();
    await proxy.close();
    await rm(folder, { recursive: true, force: true });
  };
  return { folder, options, console, proxy, offices, remove };
}

type Place = { readonly folder: string; readonly port: number };

/** Names the operator and makes the deployment known, by a way through `port`. */
export async function settle(desk: Desk, portal: TestPortal, { folder, port }: Place): Promise<void> {
  await desk.call(createIdentity, { name: 'Ada Operator', email: 'ada@console.example' });
  const canaryTenantId = portal.canary.brokerId;
  const ways = {
    [HERE]: { url: portal.portal.url, canaryTenantId, profile: writeLeanProfile(folder) },
    [AWAY]: { url: 'http://127.0.0.1:1', canaryTenantId },
  };
  for (const [name, way] of Object.entries(ways))
    await desk.call(addConnection, {
      connection: connectionTo(portal, { name, port, portal: way }),
      password: portal.database.consolePassword,
      mailKey: portal.mail.apiKey,
      objectsKey: portal.blob.token,
    });
}
