import { describe, expect, test } from 'vitest';
import { platformRole } from '../../../../../src/main/tenancy/database/platform-role.ts';
import { calls } from '../../../../../src/shared/contract/index.ts';
import { roles } from '../../../../../src/shared/model/role.ts';

describe('what an operator is to the platform', () => {
  test.each([
    [['superadmin'], 'PLATFORM_ADMIN'],
    [['support'], 'PLATFORM_SUPPORT'],
    [['dpo'], 'PLATFORM_READONLY'],
    [['approver'], 'PLATFORM_READONLY'],
    [['dpo', 'support'], 'PLATFORM_SUPPORT'],
    [['approver', 'superadmin'], 'PLATFORM_ADMIN'],
    [[], 'PLATFORM_READONLY'],
  ] as const)('whoever is %j in the console is %s', (held, expected) => {
    expect(platformRole(held)).toBe(expected);
  });

  const changing = /^(provision|upkeep|fleet|offboard|runs)\.(start|run|resume|rollback)$/;
  test.each(calls.filter(({ name }) => changing.test(name)).map((call) => [call.name, call] as const))(
    '%s is for a PLATFORM_ADMIN alone',
    (_, call) => {
      const allowed = roles.filter((role) => call.roles.includes(role));
      expect([...new Set(allowed.map((role) => platformRole([role])))]).toEqual(['PLATFORM_ADMIN']);
    },
  );

  test('and those calls are there', () => {
    expect(calls.filter(({ name }) => changing.test(name)).length).toBeGreaterThanOrEqual(5);
  });
});
