import { existsSync, readFileSync } from 'node:fs';
import { createBlobServer, storeToken, type BlobServerOptions } from './blob/blob-server.ts';
import type { Clock } from './clock.ts';
import type { Ids } from './ids.ts';
import { listenOnLoopback, type LoopbackServer } from './loopback.ts';
import { createMailServer } from './mail/mail-server.ts';
import type { MailStore } from './mail/mail-store.ts';
import { applyConsoleRole, type Cluster } from './postgres/portal-cluster.ts';
import type { SchemaVariant } from './portal/schema/variant.ts';

export const MAIL_FROM = 'PensionPortal <no-reply@portal.example>';

/** Starts the blob server and points this process's Vercel Blob SDK at it (the SDK takes its address from there only). */
export async function serveBlobs(
  options: BlobServerOptions,
  port?: number,
): Promise<LoopbackServer & { readonly tokenOf: (storeId: string) => string }> {
  const server = await listenOnLoopback(createBlobServer(options), port);
  process.env['VERCEL_BLOB_API_URL'] = server.url;
  return { ...server, tokenOf: (storeId) => storeToken(options.secret, storeId) };
}

type MailParts = {
  readonly store: MailStore;
  readonly apiKey: string;
  readonly clock: Clock;
  readonly ids: Ids;
};

export const serveMail = (parts: MailParts, port?: number): Promise<LoopbackServer> =>
  listenOnLoopback(createMailServer(parts), port);

const resource = (name: string) => new URL(`../../resources/${name}`, import.meta.url);

/** Gives the console's role its rights, from the grants the product ships: those of the variant, or those for all. */
export async function grantConsoleRole(
  cluster: Cluster,
  database: string,
  variant: SchemaVariant,
): Promise<void> {
  const file = [`console-role.${variant}.sql`, 'console-role.sql'].map(resource).find(existsSync);
  if (file !== undefined) await applyConsoleRole(cluster, database, readFileSync(file, 'utf8'));
}
