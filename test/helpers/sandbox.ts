import { randomBytes } from 'node:crypto';
import { cpSync } from 'node:fs';
import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, inject } from 'vitest';
import { openBlobStore, type BlobStore } from '../../src/sandbox/blob/blob-store.ts';
import { systemClock, type Clock } from '../../src/sandbox/clock.ts';
import { randomIds } from '../../src/sandbox/ids.ts';
import { listenOnLoopback, LOOPBACK } from '../../src/sandbox/loopback.ts';
import { openMailStore, type CaughtMail } from '../../src/sandbox/mail/mail-store.ts';
import { createBlobServer } from '../../src/sandbox/blob/blob-server.ts';
import type { PortalSettings } from '../../src/sandbox/control/portal-settings.ts';
import { Switchboard, switchedPortal } from '../../src/sandbox/control/switchboard.ts';
import type { Leak } from '../../src/sandbox/portal/leak.ts';
import type { DenialReading } from '../../src/sandbox/portal/policies.ts';
import type { AccessRecord } from '../../src/sandbox/portal/read-audit.ts';
import { openPortalDatabase, type PortalDatabase } from '../../src/sandbox/portal/schema/portal-database.ts';
import type { SchemaVariant } from '../../src/sandbox/portal/schema/variant.ts';
import {
  CONSOLE_ROLE,
  createDatabase,
  dropDatabase,
  OWNER_ROLE,
} from '../../src/sandbox/postgres/portal-cluster.ts';
import { MAIL_FROM, serveBlobs, serveMail } from '../../src/sandbox/serve-portal.ts';
import type { TestCluster } from './postgres.setup.ts';
import { passwords, templateDatabase, type Template } from './template-database.ts';

export type TestPortalOptions = {
  /** `brokers-snake` when left out. */
  readonly variant?: SchemaVariant;
  /** Tenants, the canary among them; 3 when left out. */
  readonly tenants?: number;
  readonly denial?: DenialReading;
  readonly leaks?: readonly Leak[];
  readonly clock?: Clock;
  /** Puts another handler in front of the portal: one that is slow, broken or away. */
  readonly wrap?: (portal: Handler) => Handler;
  /** The PostgreSQL to use; that of the test run when left out. */
  readonly cluster?: TestCluster;
};

type Handler = (request: Request) => Response | Promise<Response>;
export type TestLogin = { readonly email: string; readonly password: string };

export type TestPortal = {
  readonly variant: SchemaVariant;
  /** The database of this portal alone: the portal signs in as the owner, the console as the console's role. */
  readonly database: {
    readonly host: string;
    readonly port: number;
    readonly database: string;
    readonly ownerUser: string;
    readonly ownerPassword: string;
    readonly consoleUser: string;
    readonly consolePassword: string;
  };
  /** The portal's own tables, in camelCase whatever the variant: for looking behind the console's back. */
  readonly db: PortalDatabase;
  readonly portal: { readonly url: string };
  readonly mail: {
    readonly url: string;
    readonly apiKey: string;
    readonly from: string;
    /** Every mail caught, oldest first. */
    readonly list: () => readonly CaughtMail[];
  };
  readonly blob: { readonly url: string; readonly token: string; readonly store: BlobStore };
  readonly canary: {
    readonly brokerId: string;
    readonly admin: TestLogin;
    readonly users: readonly (TestLogin & { readonly role: string })[];
  };
  readonly superAdmin: TestLogin;
  /** Every call of a signed-in user so far. */
  readonly accesses: readonly AccessRecord[];
  /** Changes how the portal behaves, from the next call on. */
  readonly change: (part: Partial<PortalSettings>) => void;
  readonly close: () => Promise<void>;
};

/** Blob servers are one per process, because the Vercel SDK knows one address per process. */
const stores = new Map<string, BlobStore>();
const blobSecret = randomBytes(24).toString('hex');
let blobServer: ReturnType<typeof serveBlobs> | undefined;

/**
 * A portal of one's own: a clone of a seeded template, with blob store and mail catcher, all in this process and on free
 * ports. Close it, or let `usePortal` do so.
 */
export async function startTestPortal(options: TestPortalOptions = {}): Promise<TestPortal> {
  const { variant = 'brokers-snake', tenants = 3, clock = systemClock } = options;
  const { cluster = inject('postgres') } = options;
  const template = await templateDatabase(cluster, variant, tenants);
  const name = `test_${randomBytes(8).toString('hex')}`;
  const directory = join(cluster.directory, name);
  await createDatabase(cluster, name, template.database);
  cpSync(template.blobDirectory, join(directory, 'blobs'), { recursive: true });
  const store = openBlobStore(join(directory, 'blobs'), clock);
  const { denial = '404', leaks = [], wrap = (portal: Handler) => portal } = options;
  const board = new Switchboard({ denial, leaks });
  const { blob, delivery } = await blobAccess(name.replace('_', ''), store, board);
  const apiKey = `re_${randomBytes(8).toString('hex')}`;
  const mailStore = openMailStore(join(directory, 'mail'));
  const mailServer = await serveMail({ store: mailStore, apiKey, clock, ids: randomIds });
  const mail = { url: mailServer.url, apiKey, from: MAIL_FROM };
  const at = { host: LOOPBACK, port: cluster.port, database: name };
  const db = openPortalDatabase({ ...at, user: OWNER_ROLE, password: cluster.ownerPassword }, variant);
  const accesses: AccessRecord[] = [];
  const onAccess = (record: AccessRecord) => accesses.push(record);
  const authSecret = randomBytes(24).toString('hex');
  const fetch = switchedPortal(
    { db, variant, clock, ids: randomIds, blob, mail, authSecret, onAccess },
    board,
  );
  const portal = await listenOnLoopback(wrap(fetch));
  return {
    variant,
    database: { ...at, ...roles(cluster) },
    db,
    portal: { url: portal.url },
    mail: { ...mail, list: () => mailStore.list().toReversed() },
    blob: { ...blob, store },
    ...logins(template),
    accesses,
    change: (part) => board.change(part),
    close: async () => {
      await Promise.all([portal.close(), mailServer.close(), delivery.close(), db.destroy()]);
      await Promise.all([dropDatabase(cluster, name), rm(directory, { recursive: true, force: true })]);
    },
  };
}

const roles = ({
  ownerPassword,
  consolePassword,
}: {
  readonly ownerPassword: string;
  readonly consolePassword: string;
}) => ({
  ownerUser: OWNER_ROLE,
  ownerPassword,
  consoleUser: CONSOLE_ROLE,
  consolePassword,
});

/** The SDK talks to the one server of the process; files are delivered by one of this portal alone, which its leaks concern. */
async function blobAccess(storeId: string, store: BlobStore, { opens }: Switchboard) {
  const common = { secret: blobSecret, clock: systemClock };
  blobServer ??= serveBlobs({ ...common, stores });
  const { tokenOf } = await blobServer;
  stores.set(storeId, store);
  const alone = createBlobServer({ ...common, stores: new Map([[storeId, store]]), opens });
  const delivery = await listenOnLoopback(alone);
  return { blob: { url: delivery.url, token: tokenOf(storeId) }, delivery };
}

function logins({ seed }: Template): Pick<TestPortal, 'canary' | 'superAdmin'> {
  const users = seed.canary.users.map((user) => ({ ...user, password: passwords.canary }));
  const { brokerId } = seed.canary;
  const superAdmin = { email: seed.superAdmin.email, password: passwords.superAdmin };
  return { canary: { brokerId, admin: users[0]!, users }, superAdmin };
}

/** A portal for all tests of a file or a `describe`, started before and closed after them. */
export function usePortal(options: TestPortalOptions = {}): () => TestPortal {
  let running: TestPortal | undefined;
  beforeAll(async () => {
    running = await startTestPortal(options);
  });
  afterAll(() => running?.close());
  return () => {
    if (running === undefined) throw new Error('The portal is there inside tests only.');
    return running;
  };
}
