import { createHash } from 'node:crypto';
import pg from 'pg';
import { z } from 'zod';
import type { Clock } from '../clock.ts';
import { hashPassword, MINIMUM_PASSWORD_LENGTH, verifyPassword } from '../portal/auth/password.ts';
import type { KeyValueStore } from './key-value-store.ts';

const connection = z.object({ value: z.string() });

/** How somebody is let in to a tenant, or why not. */
export type Entry = 'open' | 'refused' | 'password_reset_required' | 'password_too_short';

export type TenantDoor = {
  readonly firstSignIn: (tenant: string, token: string, password?: string) => Promise<Entry>;
  readonly signIn: (tenant: string, email: string, password: string) => Promise<Entry>;
};

type User = {
  readonly id: string;
  readonly password_hash: string | null;
  readonly must_change_password: boolean;
};

const FIND_INVITED = `select id, password_hash, must_change_password from identity.app_user
  where invite_hash = $1 and invite_expires_at > $2`;
const FIND_USER = `select id, password_hash, must_change_password from identity.app_user where email = $1`;
const SET_PASSWORD = `update identity.app_user set password_hash = $2, must_change_password = false,
  invite_hash = null, invite_expires_at = null where id = $1 and invite_hash = $3`;

/** Looks into a tenant's own database by the connection that the secret store has of it; there is no other way in. */
export function openTenantDoor(store: KeyValueStore, isActive: IsActive, clock: Clock): TenantDoor {
  const enter = async (tenant: string, work: (client: pg.Client) => Promise<Entry>): Promise<Entry> => {
    const kept = connection.safeParse(store.read(`tenant-db-${tenant}`)?.data).data;
    if (kept === undefined || !(await isActive(tenant))) return 'refused';
    const client = new pg.Client({ connectionString: kept.value });
    await client.connect();
    try {
      return await work(client);
    } finally {
      await client.end();
    }
  };
  return {
    firstSignIn: (tenant, token, password) =>
      enter(tenant, (client) => takeUpInvitation(client, token, password, clock.now())),
    signIn: (tenant, email, password) =>
      enter(tenant, async (client) => {
        const [user] = (await client.query<User>(FIND_USER, [email])).rows;
        const known = user?.password_hash ?? undefined;
        if (user === undefined || known === undefined) return 'refused';
        if (!(await verifyPassword(known, password))) return 'refused';
        return user.must_change_password ? 'password_reset_required' : 'open';
      }),
  };
}

export type IsActive = (tenant: string) => Promise<boolean>;

async function takeUpInvitation(
  client: pg.Client,
  token: string,
  password: string | undefined,
  now: Date,
): Promise<Entry> {
  const inviteHash = createHash('sha256').update(token).digest('hex');
  const [user] = (await client.query<User>(FIND_INVITED, [inviteHash, now])).rows;
  if (user === undefined) return 'refused';
  if (password === undefined) return 'password_reset_required';
  if (password.length < MINIMUM_PASSWORD_LENGTH) return 'password_too_short';
  const { rowCount } = await client.query(SET_PASSWORD, [user.id, await hashPassword(password), inviteHash]);
  return rowCount === 1 ? 'open' : 'refused';
}
