import { join } from 'node:path';
import { afterAll, describe, expect, test } from 'vitest';
import { portalsOverHttp } from '../../../../src/main/adapters/portal/portal.adapter.ts';
import { systemClock } from '../../../../src/main/adapters/system/system-clock.adapter.ts';
import { systemIds } from '../../../../src/main/adapters/system/system-ids.adapter.ts';
import { readProfile } from '../../../../src/main/isolation/read-profile.ts';
import { runSuite } from '../../../../src/main/isolation/suite/run-suite.ts';
import { defaultLimits } from '../../../../src/main/isolation/suite/suite-ports.ts';
import { OperatorError } from '../../../../src/shared/errors/operator-error.ts';
import type { Family } from '../../../../src/shared/model/isolation-family.ts';
import type { IsolationReport } from '../../../../src/shared/model/isolation-report.ts';
import { Secret } from '../../../../src/shared/model/secret.ts';
import { TinyPortal, type TinyLeak } from '../../../helpers/tiny-portal.ts';

const ids = systemIds(systemClock);
const profile = await readProfile(join(import.meta.dirname, '../../../helpers/tiny-portal.profile.json'));
const running: { close: () => Promise<void> }[] = [];
afterAll(() => Promise.all(running.map(({ close }) => close())));

/** The whole suite against a portal that shares nothing with PensionPortal: by its profile and its truth alone. */
async function verify(leak?: TinyLeak): Promise<IsolationReport> {
  const tiny = new TinyPortal(leak);
  const server = await tiny.listen();
  running.push(server);
  const openPortal = portalsOverHttp({ clock: systemClock });
  const portal = openPortal(profile, server.url);
  running.push({
    close: () => {
      portal.close();
      return Promise.resolve();
    },
  });
  const ports = {
    ...{ portal, openPortal, truth: tiny.truth(), users: tiny.users(), clock: systemClock, ids },
    mail: () => Promise.reject(new OperatorError('E_MAIL_NOT_CONFIGURED')),
    signal: new AbortController().signal,
    onProgress: () => undefined,
  };
  const target = {
    runId: `run_${ids.ulid()}`,
    tenantId: 'fresh',
    canaryTenantId: 'sentinel',
    isNew: true,
    defaults: [],
  };
  return runSuite(
    ports,
    { ...target, password: new Secret('tiny password') },
    { ...defaultLimits, patienceMs: 0, timing: false },
  );
}

/** There is no mail service behind this one, which leaves that question open, as it should. */
const trouble = ({ probes }: IsolationReport, verdict: 'fail' | 'inconclusive') =>
  probes
    .filter((probe) => probe.verdict === verdict && probe.id !== 'function.portal.e-mail')
    .map(({ id, reason }) => `${id}: ${reason}`);

describe('a portal with bearer tokens, envelopes and numeric ids', () => {
  test('passes when it is clean, by another file and no other code', async () => {
    const report = await verify();
    expect(trouble(report, 'fail')).toEqual([]);
    expect(trouble(report, 'inconclusive')).toEqual([]);
    expect(report.counts.probes).toBeGreaterThan(200);
    expect(report.cleanUp).toMatchObject({ left: [], canaryUnchanged: true });
  });

  const leaks: readonly (readonly [TinyLeak, Family])[] = [
    ['item', 'read'],
    ['list', 'read'],
    ['nested', 'read'],
    ['find', 'read'],
    ['count', 'read'],
    ['update', 'write'],
    ['delete', 'write'],
    ['existence', 'existence'],
    ['unsigned', 'session'],
    ['clerk', 'role'],
  ];
  test.each(leaks)('is caught when it leaks by %s, in the family %s', async (leak, family) => {
    const report = await verify(leak);
    const families = report.probes.filter(({ verdict }) => verdict === 'fail').map((probe) => probe.family);
    expect(families).toContain(family);
  });
});
