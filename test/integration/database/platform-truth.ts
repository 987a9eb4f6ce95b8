import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import type pg from 'pg';

type Vault = Readonly<Record<string, readonly { readonly data: { readonly value: string } }[]>>;

/** What the secret store of the sandbox's platform holds. */
export async function vaultOf(home: string): Promise<Vault> {
  return JSON.parse(await readFile(join(home, 'platform', 'sandbox', 'vault.json'), 'utf8')) as Vault;
}

/** The ways to its two servers, as their administrators. */
export async function adminUrls(home: string): Promise<readonly string[]> {
  const secrets = await vaultOf(home);
  return ['alpha', 'beta'].map((name) => secrets[`server-${name}-admin`]!.at(-1)!.data.value);
}

export const intakeOf = (slug: string) => ({
  ...{ slug, server: 'alpha' },
  legalName: `Firm ${slug}`,
  contact: { name: 'Ada Example', email: `ada@${slug}.example` },
});
export const nameOf = (slug: string): string => `tenant_${slug.replaceAll('-', '_')}`;

/** The tenant's database as the administrator of the server that has it. */
export async function urlOn(servers: readonly pg.Pool[], slug: string): Promise<string> {
  const pool = await whereIs(servers, slug);
  return String(pool.options.connectionString).replace(/\/postgres$/, `/${nameOf(slug)}`);
}

export async function sessionsOn(servers: readonly pg.Pool[], slug: string): Promise<number> {
  const pool = await whereIs(servers, slug);
  const { rowCount } = await pool.query('select 1 from pg_stat_activity where datname = $1', [nameOf(slug)]);
  return rowCount ?? 0;
}

async function whereIs(servers: readonly pg.Pool[], slug: string): Promise<pg.Pool> {
  for (const pool of servers) {
    const { rowCount } = await pool.query('select 1 from pg_database where datname = $1', [nameOf(slug)]);
    if (rowCount === 1) return pool;
  }
  throw new Error(`No server has ${slug}`);
}
