import { describe, expect, test } from 'vitest';
import { buildActorContext } from '../../../../src/sandbox/portal/actor-context.ts';
import { withLeaks } from '../../../../src/sandbox/portal/leak.ts';
import { cleanPolicies } from '../../../../src/sandbox/portal/policies.ts';
import { ranksAtLeast, roles, type Role } from '../../../../src/sandbox/portal/role.ts';

const actor = (role: Role, tenantId: string | null = 'mine') =>
  buildActorContext(
    { userId: 'u', tenantId, role, email: 'e', employerId: 'e1', memberId: 'm1', mustChangePassword: false },
    new Headers({ 'user-agent': 'test' }),
  );

describe('the role hierarchy', () => {
  test('is a strict order from SuperAdmin to Member', () => {
    for (const [index, role] of roles.entries()) {
      for (const [other, least] of roles.entries()) expect(ranksAtLeast(role, least)).toBe(index <= other);
    }
  });

  test('is enforced', () => {
    expect(() => cleanPolicies.requireRole(actor('BrokerUser'), 'BrokerAdmin', undefined, 'delete')).toThrow(
      'Forbidden',
    );
    expect(() =>
      cleanPolicies.requireRole(actor('BrokerAdmin'), 'BrokerUser', undefined, 'read'),
    ).not.toThrow();
  });
});

describe('the tenant check', () => {
  test.each([
    ['BrokerAdmin', 'mine', true],
    ['BrokerAdmin', 'other', false],
    ['BrokerAdmin', null, false],
    ['SuperAdmin', 'other', true],
  ] as const)('%s and a row of %s: %s', (role, tenant, allowed) => {
    const check = () => cleanPolicies.requireTenant(actor(role), tenant);
    if (allowed) expect(check).not.toThrow();
    else expect(check).toThrow('Forbidden');
  });

  test('refuses an actor without tenant who is no SuperAdmin, even for a row without tenant', () => {
    expect(() => cleanPolicies.requireTenant(actor('BrokerUser', null), null)).toThrow('Forbidden');
    expect(() => cleanPolicies.scope(actor('BrokerUser', null), undefined, 'list')).toThrow('Forbidden');
  });
});

describe('the scope', () => {
  test.each([
    ['SuperAdmin', {}],
    ['BrokerUser', { brokerId: 'mine' }],
    ['EmployerUser', { brokerId: 'mine', employerId: 'e1' }],
    ['Member', { brokerId: 'mine', memberId: 'm1' }],
  ] as const)('of %s narrows to %o', (role, scope) => {
    expect(cleanPolicies.scope(actor(role), undefined, 'list')).toEqual(scope);
  });

  test('of a new row is the session’s; only a SuperAdmin names another', () => {
    expect(cleanPolicies.tenantForNew(actor('BrokerAdmin'), 'other')).toBe('mine');
    expect(cleanPolicies.tenantForNew(actor('SuperAdmin', null), 'other')).toBe('other');
  });
});

describe('a session', () => {
  const claims = { userId: 'u', passwordMark: 'p' };

  test.each([
    [{ role: 'BrokerAdmin', passwordMark: 'p' }, true],
    [{ role: 'BrokerAdmin', passwordMark: 'q' }, false],
    [{ role: 'Disabled', passwordMark: 'p' }, false],
  ])('counts for a user %o: %s', (state, admitted) => {
    expect(cleanPolicies.admits(claims, state)).toBe(admitted);
  });
});

test('leaks replace what they name, in their order, and nothing else', () => {
  const open = { id: 'a', title: 'A', policies: () => ({ admits: () => true }) };
  const wide = { id: 'b', title: 'B', policies: () => ({ scope: () => ({}) }) };
  const leaky = withLeaks(cleanPolicies, [open, wide]);
  expect(leaky.admits({ userId: '', passwordMark: '' }, { role: 'Disabled', passwordMark: 'x' })).toBe(true);
  expect(leaky.scope(actor('Member'), undefined, 'list')).toEqual({});
  expect(leaky.requireTenant).toBe(cleanPolicies.requireTenant);
  expect(withLeaks(cleanPolicies, [])).toEqual(cleanPolicies);
});
