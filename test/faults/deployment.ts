import { mkdtempSync } from 'node:fs';
import { rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { addConnection } from '../../src/shared/contract/connections.contract.ts';
import { createIdentity } from '../../src/shared/contract/identity.contract.ts';
import type { Connection } from '../../src/shared/model/connection.ts';
import { connectionTo } from '../helpers/connections.ts';
import type { TestPortal } from '../helpers/sandbox.ts';
import { ConsoleProcess, type OpenAsked } from './console-process.ts';
import { CONNECTION, type Desk } from './drive.ts';
import { writeLeanProfile } from './lean-profile.ts';

/** Folder of one workstation: its console's home and what its processes leave lying about. */
export type Workstation = {
  readonly folder: string;
  readonly home: string;
  readonly remove: () => Promise<void>;
};

export function makeWorkstation(): Workstation {
  const folder = mkdtempSync(join(tmpdir(), 'faults-'));
  return {
    folder,
    home: join(folder, 'home'),
    remove: () => rm(folder, { recursive: true, force: true }),
  };
}

/** Names the operator and adds the way to the deployment: where a console stands before its first broker. */
export async function settle(
  desk: Desk,
  portal: TestPortal,
  change: Partial<Connection> = {},
): Promise<void> {
  await desk.call(createIdentity, { name: 'Ada Operator', email: 'ada@console.example' });
  await desk.call(addConnection, {
    connection: connectionTo(portal, { name: CONNECTION, ...change }),
    password: portal.database.consolePassword,
    mailKey: portal.mail.apiKey,
    objectsKey: portal.blob.token,
  });
}

const leanPortal = ({ portal, canary }: TestPortal, { folder }: Workstation) => ({
  url: portal.url,
  canaryTenantId: canary.brokerId,
  profile: writeLeanProfile(folder),
});

/** A settled workstation and a console at work on it. */
export async function startWorkstation(
  portal: TestPortal,
  change: Partial<Connection> = {},
  patience?: OpenAsked['patience'],
) {
  const workstation = makeWorkstation();
  const console = new ConsoleProcess(workstation.folder);
  await console.open({ home: workstation.home, ...(patience && { patience }) });
  await settle(console, portal, { portal: leanPortal(portal, workstation), ...change });
  return { workstation, console };
}
