import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { consoleRoleFile, consoleRoles } from '../../../scripts/write-console-role.ts';

test.each([...consoleRoles.keys()])(
  'the role file of %s is what the statements need today (`npm run console-role`)',
  (reading) => {
    expect(readFileSync(consoleRoleFile(reading), 'utf8')).toBe(consoleRoles.get(reading));
  },
);

test('a role file grants nothing but what a statement names', () => {
  const sql = consoleRoles.get('brokers-snake');
  expect(sql).not.toMatch(/GRANT (ALL|TRUNCATE|REFERENCES|TRIGGER|CREATE)|SUPERUSER;|WITH GRANT OPTION/);
  expect(sql).not.toMatch(/password_hash"[^)]*\) ON "public"."users"[^;]*;.*SELECT/);
  expect(sql).toMatch(/GRANT UPDATE \([^)]*"password_hash"[^)]*\) ON "public"."users" TO "tenant_console";/);
});
