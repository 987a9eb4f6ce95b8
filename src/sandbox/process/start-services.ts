import { systemClock as clock } from '../clock.ts';
import type { BlobStore } from '../blob/blob-store.ts';
import { createControlApi } from '../control/control-api.ts';
import { PortalFleet } from '../control/portal-fleet.ts';
import { Switchboard } from '../control/switchboard.ts';
import { randomIds as ids } from '../ids.ts';
import { listenOnLoopback, LOOPBACK, type LoopbackServer } from '../loopback.ts';
import { openMailStore } from '../mail/mail-store.ts';
import { openPortalDatabase, type PortalDatabase } from '../portal/schema/portal-database.ts';
import type { SchemaVariant } from '../portal/schema/variant.ts';
import { OWNER_ROLE } from '../postgres/portal-cluster.ts';
import { SandboxError } from '../sandbox-error.ts';
import { MAIL_FROM, serveBlobs, serveMail } from '../serve-portal.ts';
import { DATABASE } from './describe-sandbox.ts';
import type { SandboxSecrets } from './sandbox-home.ts';
import type { Ports, RunningState } from './sandbox-state.ts';

export const STORE = 'sandbox';

/** What the services work on. */
export type SandboxData = {
  readonly variant: SchemaVariant;
  readonly postgresPort: number;
  readonly secrets: SandboxSecrets;
  readonly blobs: BlobStore;
  readonly mailDirectory: string;
};

export type WantedPorts = {
  /** Those of the last time; one that is taken is replaced. */
  readonly remembered: Ports | undefined;
  /** The portal's by number: when it is taken, that is an error. */
  readonly portal: number | undefined;
};

type Started = {
  readonly access: Pick<RunningState, 'portal' | 'blob' | 'mail' | 'control'>;
  readonly ports: Ports;
};

/** Starts blob server, mail catcher, portal and control, each on loopback; `parts` closes them again. */
export async function startServices(
  parts: AsyncDisposableStack,
  data: SandboxData,
  { remembered, portal: demanded }: WantedPorts,
): Promise<Started> {
  const { secrets, blobs, postgresPort } = data;
  const keep = async (port: number | undefined, start: Start): Promise<LoopbackServer> =>
    parts.adopt(await onPort(port, start), ({ close }) => close());
  const main = new Switchboard();
  const delivery = { stores: new Map([[STORE, blobs]]), secret: secrets.blobSecret, clock };
  const blob = parts.adopt(
    await onPort(remembered?.blob, (port) => serveBlobs({ ...delivery, opens: main.opens }, port)),
    ({ close }) => close(),
  );
  const mail = await keep(remembered?.mail, (port) => serveMail(mailParts(data), port));
  const access = {
    blob: { url: blob.url, token: blob.tokenOf(STORE) },
    mail: { url: mail.url, apiKey: secrets.mailApiKey, from: MAIL_FROM },
  };
  const db = openDatabase(parts, data);
  const { authSecret } = secrets;
  const fleet = new PortalFleet({ db, variant: data.variant, clock, ids, ...access, authSecret, delivery });
  parts.defer(() => fleet.closeAll());
  const serve = (port?: number) => listenOnLoopback(fleet.mainHandler(main), port);
  const portal =
    demanded === undefined
      ? await keep(remembered?.portal, serve)
      : parts.adopt(await serve(demanded), ({ close }) => close());
  const { controlToken: token } = secrets;
  const api = createControlApi({ token, main, fleet });
  const control = await keep(remembered?.control, (port) => listenOnLoopback(api, port));
  return {
    access: { ...access, portal: { url: portal.url }, control: { url: control.url, token } },
    ports: {
      postgres: postgresPort,
      portal: portal.port,
      blob: blob.port,
      mail: mail.port,
      control: control.port,
    },
  };
}

const mailParts = ({ mailDirectory, secrets: { mailApiKey: apiKey } }: SandboxData) => ({
  store: openMailStore(mailDirectory),
  apiKey,
  clock,
  ids,
});

function openDatabase(
  parts: AsyncDisposableStack,
  { postgresPort: port, secrets, variant }: SandboxData,
): PortalDatabase {
  const login = { user: OWNER_ROLE, password: secrets.ownerPassword };
  const db = openPortalDatabase({ host: LOOPBACK, port, database: DATABASE, ...login }, variant);
  parts.defer(() => db.destroy());
  return db;
}

type Start = (port?: number) => Promise<LoopbackServer>;

/** Starts on the port of the last time, so that addresses stay; on any free one when that is taken meanwhile. */
async function onPort<T>(remembered: number | undefined, start: (port?: number) => Promise<T>): Promise<T> {
  try {
    return await start(remembered);
  } catch (error) {
    if (remembered === undefined || !(error instanceof SandboxError)) throw error;
    return start();
  }
}
