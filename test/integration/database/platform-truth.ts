import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import type pg from 'pg';
import type { Console } from '../../../src/main/compose.ts';
import { sandboxStatus } from '../../../src/shared/contract/sandbox.contract.ts';

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

/** What ends its contract, today. */
export const leaving = (slug: string) => ({
  ...{ tenantId: slug, legalName: `Firm ${slug}`, reason: 'contract ended' },
  ...{ recipient: { email: `ada@${slug}.example` }, waitDays: 0 },
});

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

/** As the platform's admin API tells it. */
export async function jobOf(
  console: Console,
  jobId: string,
): Promise<{ status: string; phases: readonly string[] }> {
  const { platform } = await console.call(sandboxStatus, {});
  const key = (await vaultOf(console.home))['platform-admin-api']!.at(-1)!.data.value;
  const answer = await fetch(`${platform!.portalUrl}/platform/jobs/${jobId}`, {
    headers: { authorization: `Bearer ${key}` },
  });
  const { status, phases } = (await answer.json()) as { status: string; phases: { phase: string }[] };
  return { status, phases: phases.map(({ phase }) => phase) };
}
