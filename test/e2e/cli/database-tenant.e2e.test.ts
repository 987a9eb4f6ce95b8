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
