import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import pg from 'pg';
import { beforeAll, describe, expect, test } from 'vitest';
import type { RunView } from '../../../src/shared/model/run.ts';
import type { PlatformView } from '../../../src/shared/contract/sandbox.contract.ts';
import { jsonFile } from './sample-intake.ts';
import { useTenantctl } from './tenantctl.ts';

const tenantctl = useTenantctl();
const intake = {
  slug: 'acme-health',
  legalName: 'Acme Health',
  contact: { name: 'Ada Example', email: 'ada@acme.example' },
};
let platform: PlatformView;

beforeAll(async () => {
  const started = await tenantctl().json(['sandbox', 'start', '--model', 'database']);
  expect(started).toMatchObject({
    code: 0,
    value: { state: 'stopped', platform: { connection: 'platform', servers: ['alpha', 'beta'] } },
  });
  platform = (started.value as { platform: PlatformView }).platform;
});

describe('a tenant with a database of its own, by the command line', () => {
  test('the servers are listed with capacity, load and where the next tenant goes', async () => {
    const { value } = await tenantctl().json(['servers', 'list', '--connection', 'platform']);
    expect(value).toEqual([
      { name: 'alpha', active: true, capacity: 500, load: 0, verdict: 'chosen' },
      { name: 'beta', active: true, capacity: 500, load: 0, verdict: 'has less room' },
    ]);
  });

  test('is provisioned from a file; the platform shows the same phases, and lets its administrator in', async () => {
    const file = jsonFile(tenantctl().home, 'acme.json', intake);
    const { code, value } = await tenantctl().json([
      ...['provision', '--model', 'database', '--input', file, '--yes'],
    ]);
    const run = value as RunView;
    expect(run.steps.filter(({ code: failed }) => failed !== undefined)).toEqual([]);
    expect({ code, state: run.state }).toEqual({ code: 0, state: 'completed' });
    const page = await fetch(`${platform.portalUrl}/first-sign-in`);
    expect(await page.text()).toContain('Choose your password');
  });

  test('passes the checks of source 4, one by one', async () => {
    const { code, value } = await tenantctl().json([
      ...['verify', '--tenant', 'acme-health', '--connection', 'platform'],
    ]);
    const { probes } = value as { probes: readonly { id: string; verdict: string; reason: string }[] };
    expect(probes.map(({ id, reason }) => `${id}: ${reason}`)).toEqual([
      'function.job.complete: as expected',
      'integrity.master.active: as expected',
      'audit.master.provisioned: as expected',
      'integrity.secret.url: as expected',
      'function.database.schemas: as expected',
      'session.sign-in.first: as expected',
      'read.server.others: as expected',
    ]);
    expect(code).toBe(0);
  });

  test('a second one of the same slug is refused, and nothing hangs below nothing', async () => {
    const file = jsonFile(tenantctl().home, 'acme.json', intake);
    const { code, value } = await tenantctl().json([
      ...['provision', '--model', 'database', '--input', file, '--yes'],
    ]);
    expect({ code, value }).toMatchObject({ code: 1, value: { error: { code: 'E_ALREADY_PROVISIONED' } } });
    const scanned = await tenantctl().json(['reconcile', 'scan', '--connection', 'platform']);
    expect(scanned.value).toMatchObject({ found: 0 });
  });
});

describe('a fleet of tenants from a CSV file, by the command line', () => {
  const slugs = ['fleet-a', 'fleet-b', 'fleet-c', 'fleet-d', 'fleet-e', 'fleet-f'];
  const csv = (lost: string): string => {
    const rows = slugs.map(
      (slug) => `${slug},Firm ${slug},Ada,ada@${slug}.example,${slug === 'fleet-c' ? lost : ''}`,
    );
    const file = join(tenantctl().home, 'fleet.csv');
    writeFileSync(file, ['slug,legalName,contact.name,contact.email,server', ...rows].join('\n'));
    return file;
  };
  const fleet = (...more: readonly string[]) => [
    ...['fleet', 'provision', '--connection', 'platform', '--input', csv('nowhere'), ...more],
  ];

  test('killed in the middle, it goes on where it stopped; one tenant’s failure leaves the others right', async () => {
    const one = activeTenants(({ length }) => length > 1);
    const killed = await tenantctl().run(fleet('--concurrency', '2'), { killAt: one });
    expect(killed.code).toBeNull();
    const { code, value } = await tenantctl().json(fleet('--concurrency', '2'));
    expect({ code, value }).toMatchObject({ code: 1, value: { error: { code: 'E_FLEET_INCOMPLETE' } } });
    const others = slugs.filter((slug) => slug !== 'fleet-c');
    expect(await activeTenants(() => true)).toEqual(['acme-health', ...others]);
  });

  test('with the file mended the same call does what is missing and nothing again', async () => {
    const args = ['fleet', 'provision', '--connection', 'platform', '--input', csv('beta')];
    const { code, value } = await tenantctl().json(args);
    expect(code).toBe(0);
    expect(value).toMatchObject({ counts: { completed: 1, already: 5, failed: 0 }, stopped: false });
  });

  test('stops when its budget of errors is used up, and says so to a person', async () => {
    const rows = ['x', 'y', 'z'].map((name) => `lost-${name},Firm ${name},Ada,ada@${name}.example,nowhere`);
    const file = join(tenantctl().home, 'lost.csv');
    writeFileSync(file, ['slug,legalName,contact.name,contact.email,server', ...rows].join('\n'));
    const { code, out, err } = await tenantctl().run([
      ...['fleet', 'provision', '--connection', 'platform', '--input', file],
      ...['--concurrency', '1', '--error-budget', '0'],
    ]);
    expect(code).toBe(1);
    expect(out).toContain('1 failed, 2 not tried');
    expect(out).toContain('E_DB_SERVER_NOT_FOUND');
    expect(err).toContain('E_FLEET_INCOMPLETE');
  });
});

/** Waits until the platform has them, as its own database says. */
async function activeTenants(enough: (slugs: readonly string[]) => boolean): Promise<readonly string[]> {
  const file = join(tenantctl().home, 'platform', 'sandbox', 'state.json');
  const { postgres } = JSON.parse(readFileSync(file, 'utf8')) as { postgres: { ownerUrl: string } };
  const client = new pg.Client({ connectionString: postgres.ownerUrl });
  await client.connect();
  try {
    for (let look = 0; look < 600; look += 1) {
      const { rows } = await client.query<{ slug: string }>(
        `select slug from identity.tenant where status = 'active' order by slug`,
      );
      const slugs = rows.map(({ slug }) => slug);
      if (enough(slugs)) return slugs;
      await delay(50);
    }
    throw new Error('They never became active.');
  } finally {
    await client.end();
  }
}
