import { expect, test } from 'vitest';
import { pensionPortal } from '../../../../src/main/isolation/profiles/pension-portal.profile.ts';
import type { Probe } from '../../../../src/main/isolation/probe.ts';
import { sparing } from '../../../../src/main/isolation/suite/originals.ts';
import type { Stage } from '../../../../src/main/isolation/suite/stage.ts';

const own = '00000000-0000-4000-8000-000000000001';
const foreign = '00000000-0000-4000-8000-000000000002';
const row = { id: own, subject: 'Welcome', body: 'Dear {{name}}' };
const stage = {
  profile: pensionPortal,
  originals: new Map([[own, { side: 'tenant', resource: 'email-templates', id: own, row }]]),
} as unknown as Stage;

const probe = (path: string, body: unknown): Probe => ({
  ...{ id: 'a', family: 'role', resource: 'email-templates', title: 'a', owasp: 'API5:2023' },
  ...{ actor: 'tenant', side: 'tenant', expect: { kind: 'own-rows' } },
  request: { method: 'PATCH', path, body },
});
const bodyOf = (asked: Probe) => sparing(stage, asked).request.body;

test('what a probe may get to write into a standing object of the tenant is what stands there', () => {
  expect(bodyOf(probe(`/api/email-templates/${own}`, { subject: 'Changed', brokerId: 'other' }))).toEqual({
    subject: 'Welcome',
    brokerId: 'other',
  });
});

test('an id in the body is a question, and stays', () => {
  expect(bodyOf(probe(`/api/email-templates/${own}?a=1`, { id: foreign, body: 'x' }))).toEqual({
    id: foreign,
    body: 'Dear {{name}}',
  });
});

test('a foreign object, and whatever has no fields, is asked for as before', () => {
  const changed = { subject: 'Changed' };
  expect(bodyOf(probe(`/api/email-templates/${foreign}`, changed))).toBe(changed);
  expect(bodyOf(probe(`/api/email-templates/${own}`, [changed]))).toEqual([changed]);
});
