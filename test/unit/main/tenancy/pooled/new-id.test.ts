import { describe, expect, test } from 'vitest';
import { systemClock } from '../../../../../src/main/adapters/system/system-clock.adapter.ts';
import { systemIds } from '../../../../../src/main/adapters/system/system-ids.adapter.ts';
import { newId } from '../../../../../src/main/tenancy/pooled/new-id.ts';

const ids = systemIds(systemClock);
const prefixes = { tenantPrefix: 'brk_', userPrefix: 'usr_' };

const shapes = [
  ['uuid', /^[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/],
  ['cuid2', /^[a-z][0-9a-z]{23}$/],
] as const;

describe('a new id', () => {
  test.each(shapes)('is a %s where the deployment has those', (format, shape) => {
    const connection = { idFormats: { ...prefixes, tenant: format, user: format } };
    for (const of of ['tenant', 'user'] as const) expect(newId(ids, connection, of)).toMatch(shape);
  });

  test('carries the prefix of its kind before a ULID', () => {
    const connection = {
      idFormats: { ...prefixes, tenant: 'prefixed-ulid', user: 'prefixed-ulid' },
    } as const;
    expect(newId(ids, connection, 'tenant')).toMatch(/^brk_[0-7][0-9A-HJKMNP-TV-Z]{25}$/);
    expect(newId(ids, connection, 'user')).toMatch(/^usr_[0-7][0-9A-HJKMNP-TV-Z]{25}$/);
  });

  test('is never drawn twice', () => {
    for (const tenant of ['uuid', 'cuid2', 'prefixed-ulid'] as const) {
      const connection = { idFormats: { ...prefixes, tenant, user: tenant } };
      const drawn = Array.from({ length: 2_000 }, () => newId(ids, connection, 'tenant'));
      expect(new Set(drawn).size).toBe(drawn.length);
    }
  });
});
