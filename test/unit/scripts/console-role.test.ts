import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { consoleRole, consoleRoleFile } from '../../../scripts/write-console-role.ts';
import { pooledReadings } from '../../../src/main/tenancy/pooled/readings.ts';

test.each(pooledReadings)(
  'the role file of %s is what the statements need today (`npm run console-role`)',
  (reading) => {
    expect(readFileSync(consoleRoleFile(reading), 'utf8')).toBe(consoleRole(reading));
  },
);

test('a role file grants nothing but what a statement names', () => {
  const sql = consoleRole('brokers-snake');
  expect(sql).not.toMatch(/GRANT (ALL|TRUNCATE|REFERENCES|TRIGGER|CREATE)|SUPERUSER;|WITH GRANT OPTION/);
  expect(sql).not.toMatch(/password_hash"[^)]*\) ON "public"."users"[^;]*;.*SELECT/);
  expect(sql).toMatch(/GRANT UPDATE \([^)]*"password_hash"[^)]*\) ON "public"."users" TO "tenant_console";/);
});
