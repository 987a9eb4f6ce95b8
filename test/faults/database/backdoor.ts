import { readFileSync } from 'node:fs';
import pg from 'pg';
import type { Mail } from '../../../src/main/ports/mail.port.ts';
import type { PlatformState } from '../../../src/sandbox/platform/platform-state.ts';
import { PROBE_DOMAIN } from '../../../src/main/tenancy/database/statements/tenant.statements.ts';
import { clean, type Verdict } from '../verdict.ts';

/** The connection's name on every workstation. */
export const PLATFORM = 'platform';

export const slugOf = (number: number): string => `fault-${String(number).padStart(6, '0')}`;
export const nameOf = (slug: string): string => `tenant_${slug.replaceAll('-', '_')}`;
export const emailOf = (slug: string): string => `ada@${slug}.example`;

/** How often each thing of a tenant is there, whoever made it. */
export type Counts = Readonly<Record<'row' | 'active' | 'database' | 'role' | 'secret' | 'mail', number>> & {
  /** Rows of the platform's audit trail, by what they tell. */
  readonly told: Readonly<Record<string, number>>;
};

export type Backdoor = {
  countsOf(slug: string): Promise<Counts>;
  /** Users of a check that were left in the tenant's database. */
  probesIn(slug: string): Promise<number>;
  /** A role and a database of that slug on the second server, which no run made. */
  leaveParts(slug: string): Promise<void>;
  /** What is there that no master row speaks of. */
  audit(): Promise<Verdict>;
  close(): Promise<void>;
};

type Vault = Readonly<Record<string, readonly { readonly data: { readonly value: string } }[]>>;

/** Looks at the platform behind every console's back: as the servers' superuser, in the vault's file, in the mail. */
export function startBackdoor(state: PlatformState, vaultFile: string, mail: Mail): Backdoor {
  const vault = () => JSON.parse(readFileSync(vaultFile, 'utf8')) as Vault;
  const urls = state.servers.map((server) => vault()[`server-${server}-admin`]?.at(-1)?.data.value ?? '');
  const servers = urls.map((connectionString) => new pg.Pool({ connectionString, max: 2 }));
  const master = new pg.Pool({ connectionString: state.postgres.ownerUrl, max: 2 });
  const count = async (pool: pg.Pool, text: string, value: string) =>
    (await pool.query(text, [value])).rowCount ?? 0;
  const everywhere = async (text: string, value: string) => {
    const counts = await Promise.all(servers.map((pool) => count(pool, text, value)));
    return counts.reduce((sum, each) => sum + each, 0);
  };
  const hasDatabase = 'select 1 from pg_database where datname = $1';
  return {
    countsOf: async (slug) => {
      const { rows } = await master.query<{ status: string }>(
        'select status from identity.tenant where slug = $1',
        [slug],
      );
      return {
        row: rows.length,
        active: rows.filter(({ status }) => status === 'active').length,
        database: await everywhere(hasDatabase, nameOf(slug)),
        role: await everywhere('select 1 from pg_roles where rolname = $1', nameOf(slug)),
        secret: `tenant-db-${slug}` in vault() ? 1 : 0,
        mail: (await mail.sentTo(emailOf(slug))).length,
        told: await toldOf(master, slug),
      };
    },
    probesIn: async (slug) => {
      for (const [at, pool] of servers.entries()) {
        if ((await count(pool, hasDatabase, nameOf(slug))) === 0) continue;
        const client = new pg.Client(urls[at]?.replace(/\/postgres$/, `/${nameOf(slug)}`));
        await client.connect();
        const found = await client.query('select 1 from identity.app_user where email like $1', [
          `%@${PROBE_DOMAIN}`,
        ]);
        await client.end();
        return found.rowCount ?? 0;
      }
      return 0;
    },
    leaveParts: async (slug) => {
      const last = servers.at(-1);
      await last?.query(`create role ${nameOf(slug)} login`);
      await last?.query(`create database ${nameOf(slug)} owner ${nameOf(slug)}`);
      await last?.query(`revoke connect on database ${nameOf(slug)} from public`);
    },
    audit: async () => ({ ...clean, orphans: await straysOn(master, servers) }),
    close: async () => {
      for (const pool of [master, ...servers]) await pool.end();
    },
  };
}

/** The audit trail outlives the row, so it is asked by the run's own words. */
async function toldOf(master: pg.Pool, slug: string): Promise<Readonly<Record<string, number>>> {
  const { rows } = await master.query<{ event: string; times: number }>(
    `select event_type as event, count(*)::int as times from identity.tenant_audit where tenant_id in (
       select id from identity.tenant where slug = $1
       union select tenant_id from identity.tenant_audit where metadata ->> 'runId' in (
         select job_id from identity.job_phase where slug = $1)) group by 1`,
    [slug],
  );
  return Object.fromEntries(rows.map(({ event, times }) => [event, times]));
}

async function straysOn(master: pg.Pool, servers: readonly pg.Pool[]): Promise<readonly string[]> {
  const { rows } = await master.query<{ name: string }>('select database_name as name from identity.tenant');
  const known = new Set(rows.map(({ name }) => name));
  const found = await Promise.all(
    servers.map((pool) =>
      pool.query<{ name: string }>(
        `select datname as name from pg_database where starts_with(datname, 'tenant_fault')
         union all select rolname from pg_roles where starts_with(rolname, 'tenant_fault')`,
      ),
    ),
  );
  const strays = found.flatMap(({ rows: each }) => each).filter(({ name }) => !known.has(name));
  return strays.map(({ name }) => `${name} belongs to no tenant`);
}
