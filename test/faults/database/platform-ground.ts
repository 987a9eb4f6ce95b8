import { randomUUID } from 'node:crypto';
import { mkdtempSync, readFileSync, writeFileSync } from 'node:fs';
import { rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { openConsole } from '../../../src/main/compose.ts';
import { resendMail } from '../../../src/main/adapters/resend/resend-mail.adapter.ts';
import { addConnection, listConnections } from '../../../src/shared/contract/connections.contract.ts';
import { createIdentity } from '../../../src/shared/contract/identity.contract.ts';
import { resetSandbox, startSandbox } from '../../../src/shared/contract/sandbox.contract.ts';
import type { Connection } from '../../../src/shared/model/connection.ts';
import { Secret } from '../../../src/shared/model/secret.ts';
import type { PlatformState } from '../../../src/sandbox/platform/platform-state.ts';
import { startWorkstationOn } from '../deployment.ts';
import type { Ground } from '../ground.ts';
import type { Desk } from '../journey.ts';
import { PLATFORM, startBackdoor } from './backdoor.ts';
import { journeyOf, ways } from './journeys.ts';

/** The sandbox's platform, whose tenants have databases of their own. */
export async function startPlatformGround(): Promise<Ground> {
  const home = mkdtempSync(join(tmpdir(), 'faults-platform-'));
  writeFileSync(join(home, 'keychain.json'), JSON.stringify({ kind: 'throw-away', id: randomUUID() }), {
    mode: 0o600,
  });
  const maker = await openConsole({ home, allowThrowAway: true });
  await maker.call(startSandbox, { model: 'database' });
  const [known] = await maker.call(listConnections, {});
  if (known === undefined) throw new Error('The platform does not run.');
  const sandbox = join(home, 'platform', 'sandbox');
  const state = JSON.parse(readFileSync(join(sandbox, 'state.json'), 'utf8')) as PlatformState;
  const desk: Desk = { call: (call, input) => maker.call(call, input) as never };
  const mail = resendMail({ baseUrl: state.mail.url, apiKey: new Secret(state.mail.apiKey) });
  const backdoor = startBackdoor(state, join(sandbox, 'vault.json'), mail);
  return {
    ways,
    lacks: ['portal.', 'objects.', 'share.'],
    startWorkstation: () =>
      startWorkstationOn(known.connection, (desk, { port }) => settle(desk, known.connection, state, port)),
    journey: (way, number, at) => journeyOf({ backdoor, maker: desk }, way, number, at),
    audit: () => backdoor.audit(),
    close: async () => {
      await backdoor.close();
      await maker.call(resetSandbox, {});
      await maker.close();
      await rm(home, { recursive: true, force: true });
    },
  };
}

/** Names the operator and makes the platform known, its master database by a way through `port`. */
async function settle(desk: Desk, known: Connection, state: PlatformState, port: number): Promise<void> {
  await desk.call(createIdentity, { name: 'Ada Operator', email: 'ada@console.example' });
  await desk.call(addConnection, {
    connection: { ...known, name: PLATFORM, port },
    ...{ password: state.postgres.password, mailKey: state.mail.apiKey, storeToken: state.vault.token },
  });
}
