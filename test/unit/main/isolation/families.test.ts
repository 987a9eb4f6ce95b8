import { describe, expect, test } from 'vitest';
import { auditProbes } from '../../../../src/main/isolation/families/audit.ts';
import { cleanSlateProbes } from '../../../../src/main/isolation/families/clean-slate.ts';
import { existenceProbes, timingProbes } from '../../../../src/main/isolation/families/existence.ts';
import { fileRecordProbes } from '../../../../src/main/isolation/families/file-records.ts';
import { functionProbes } from '../../../../src/main/isolation/families/function.ts';
import { readProbes } from '../../../../src/main/isolation/families/read.ts';
import { roleProbes } from '../../../../src/main/isolation/families/role.ts';
import { disabledProbes, sessionProbes } from '../../../../src/main/isolation/families/session.ts';
import { tenantAnchorProbes } from '../../../../src/main/isolation/families/tenant-anchor.ts';
import { writeProbes } from '../../../../src/main/isolation/families/write.ts';
import { pensionPortal as profile } from '../../../../src/main/isolation/profiles/pension-portal.profile.ts';
import { sampleFacts } from '../../../helpers/isolation-facts.ts';

const facts = sampleFacts(profile);
const isNew = { isNew: true, defaults: ['email-templates', 'compliance-calendar', 'users'] };
const all = () => [
  ...cleanSlateProbes(profile, isNew),
  ...readProbes(profile, facts),
  ...writeProbes(profile, facts),
  ...tenantAnchorProbes(profile, facts),
  ...sessionProbes(profile, facts),
  ...disabledProbes(profile, facts),
  ...roleProbes(profile, facts),
  ...existenceProbes(profile, facts),
  ...timingProbes(profile, facts),
  ...auditProbes(profile, facts),
  ...functionProbes(profile, facts),
  ...fileRecordProbes(profile, facts),
];

describe('the probes for PensionPortal', () => {
  const probes = all();

  test('are many more than three hundred, each with an id of its own that says where it belongs', () => {
    expect(probes.length).toBeGreaterThan(1_500);
    expect(new Set(probes.map(({ id }) => id)).size).toBe(probes.length);
    for (const { id, family, resource } of probes)
      expect(id.startsWith(`${family}.${resource}.`), id).toBe(true);
  });

  test('are the same for the same facts', () => {
    expect(all()).toEqual(probes);
  });

  test('leave no placeholder open', () => {
    const asked = probes.map(({ id, request, expect: wanted }) => ({
      id,
      text: JSON.stringify([request, wanted]),
    }));
    expect(asked.filter(({ text }) => /\{[a-z][\w.-]*\}/.test(text)).map(({ id }) => id)).toEqual([]);
  });

  test.each(profile.resources.map(({ name }) => name))(
    'try %s by every family that can concern it',
    (name) => {
      const own = new Set(probes.filter(({ resource }) => resource === name).map(({ family }) => family));
      const expected = ['read', 'role', 'session', 'existence'] as const;
      expect([...expected].filter((family) => !own.has(family))).toEqual([]);
    },
  );

  test('use every way in', () => {
    const requests = probes.map(({ request }) => request);
    const methods = new Set(requests.map(({ method }) => method));
    expect([...methods].toSorted()).toEqual(['DELETE', 'GET', 'HEAD', 'PATCH', 'POST', 'PUT']);
    const headers = new Set(
      requests.flatMap(({ headers: sent = {} }) => Object.keys(sent).map((each) => each.toLowerCase())),
    );
    expect(headers).toContain('x-http-method-override');
    for (const name of profile.tenantAnchor.headers) expect(headers).toContain(name.toLowerCase());
    const query = new Set(requests.flatMap(({ query: sent = {} }) => Object.keys(sent)));
    for (const name of [...profile.tenantAnchor.queryFields, 'page', 'pageSize', 'include', 'employerId'])
      expect(query).toContain(name);
    expect(requests.some(({ body }) => Array.isArray(body))).toBe(true);
    expect(probes.some(({ cookies }) => cookies !== undefined)).toBe(true);
  });

  test('are asked by everybody', () => {
    const actors = new Set(probes.map(({ actor }) => actor));
    const roles = ['BrokerUser', 'EmployerAdmin', 'EmployerUser', 'Member'].map((role) => `role:${role}`);
    for (const actor of [
      'tenant',
      'canary',
      'anonymous',
      'disabled',
      'forged:alg-none',
      'forged:tampered',
      ...roles,
    ])
      expect([...actors]).toContain(actor);
  });

  test('guard the rows that a write could change, and aim writes at objects made for it', () => {
    const standing = new Set([...facts.resources.values()].map(({ foreign }) => String(foreign)));
    const writes = probes.filter(
      ({ request, family }) => family === 'write' && !['GET', 'HEAD'].includes(request.method),
    );
    expect(writes.filter(({ guard }) => guard === undefined)).toEqual([]);
    const destructive = writes.filter(({ request }) => ['DELETE', 'PUT', 'PATCH'].includes(request.method));
    const atStanding = destructive.filter(({ request: { path } }) =>
      [...standing].some((id) => path.includes(id)),
    );
    expect(atStanding.map(({ id }) => id)).toEqual([]);
  });

  test('name no tenant but the two', () => {
    const named = probes.flatMap(({ request }) => JSON.stringify(request).match(/brk_[a-z]+/g) ?? []);
    expect([...new Set(named)].toSorted()).toEqual(['brk_canary', 'brk_tenant']);
  });
});
