import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import pg from 'pg';
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { ConnectionView } from '../../../src/shared/contract/connections.contract.ts';
import { writeQuickProfile } from '../../helpers/write-quick-profile.ts';
import { useTenantctl } from './tenantctl.ts';

const tenantctl = useTenantctl();
let database: pg.Client;
/** One that the console has not provisioned. */
let tenantId: string;
let verify: readonly string[];

beforeAll(async () => {
  const { json, home } = tenantctl();
  expect((await json(['sandbox', 'start', '--seed-tenants', '2'])).code).toBe(0);
  const [known] = (await json(['connection', 'list'])).value as readonly ConnectionView[];
  const { host, port, database: name, portal } = known!.connection;
  const kept = JSON.parse(readFileSync(join(home, 'sandbox', 'secrets.json'), 'utf8')) as Record<
    string,
    string
  >;
  database = new pg.Client({
    ...{ host, port, database: name },
    ...{ user: 'postgres', password: kept['superuserPassword'] },
  });
  await database.connect();
  const { rows } = await database.query<{ id: string }>('select id from brokers where id <> $1', [
    portal?.canaryTenantId,
  ]);
  tenantId = rows[0]!.id;
  const where = ['--connection', 'sandbox', '--profile', writeQuickProfile(home)];
  verify = ['verify', '--tenant', tenantId, ...where];
});

afterAll(() => database.end());

async function emails(): Promise<readonly string[]> {
  const { rows } = await database.query<{ email: string }>('select email from users order by email');
  return rows.map(({ email }) => email);
}

/** Waits until there is somebody who was not `before`. */
async function joinedBy(before: readonly string[]): Promise<void> {
  for (let looked = 0; looked < 600; looked++) {
    if ((await emails()).length > before.length) return;
    await new Promise((wake) => setTimeout(wake, 25));
  }
  throw new Error('The check made no users.');
}

/** Whatever a page can run or fetch. */
const elsewhere = /<script|<link|<iframe|\b(?:src|href)\s*=\s*(?!"#|"data:)|@import|url\(/i;

test('a tenant of long ago passes: one JSON value, exit 0, and a page that stands alone', async () => {
  const before = await emails();
  const page = join(tenantctl().home, 'report.html');
  const { code, value } = await tenantctl().json([...verify, '--html', page]);
  expect({ code, value }).toMatchObject({
    code: 0,
    value: { tenantId, verdict: 'pass', counts: { failed: 0, inconclusive: 0 } },
  });
  const html = readFileSync(page, 'utf8');
  expect(html).toContain(tenantId);
  expect(elsewhere.exec(html)).toBeNull();
  expect(await emails()).toEqual(before);
});

test('of a check that was killed, clean-up removes what is left and proves it', async () => {
  const before = await emails();
  const killed = await tenantctl().run(verify, { killAt: joinedBy(before) });
  expect(killed.code).toBeNull();
  expect((await emails()).length).toBeGreaterThan(before.length);
  const cleanUp = ['verify', '--tenant', tenantId, '--connection', 'sandbox', '--clean-up'];
  expect(await tenantctl().json(cleanUp)).toMatchObject({
    code: 0,
    value: { left: [], filesLeft: 0, canaryUnchanged: true },
  });
  expect(await emails()).toEqual(before);
});

test('of a tenant that nobody knows it says so, with the exit code of what is not found and a way out', async () => {
  const unknown = verify.with(verify.indexOf(tenantId), `brk_${'0'.repeat(26)}`);
  const { code, value } = await tenantctl().json(unknown);
  expect({ code, value }).toMatchObject({
    code: 3,
    value: {
      error: {
        code: 'E_TENANT_NOT_FOUND',
        fix: expect.stringContaining('tenantctl history') as string,
        details: { tenantId: unknown[unknown.indexOf('--tenant') + 1] },
      },
    },
  });
});

test('its schedule starts the same check, by the words that were tried here', async () => {
  const { code, out } = await tenantctl().run([...verify, 'schedule', '--for', 'systemd', '--at', '04:15']);
  expect(code).toBe(0);
  expect(out).toContain(verify.map((word) => JSON.stringify(word)).join(' '));
  expect(out).toContain(`# tenant-console-verify-${tenantId}.timer`);
  expect(out).toContain('OnCalendar=*-*-* 04:15:00');
});

test('no defect was met on the way', () => {
  expect(existsSync(join(tenantctl().home, 'logs', 'defects.log'))).toBe(false);
});
