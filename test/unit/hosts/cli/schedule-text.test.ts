import { expect, test } from 'vitest';
import { schedulers } from '../../../../src/main/hosts/cli/views/schedule-text.ts';

const daily = {
  name: 'reconcile',
  purpose: 'look for orphans & more',
  command: ['/opt/node', '/home/a b/tenantctl', '--home', 'x&"y"', '100%', '$HOME'],
  at: '06:30',
};

test('systemd starts the very words of the command, whatever they hold', () => {
  const units = schedulers.systemd(daily);
  expect(units).toContain(
    'ExecStart="/opt/node" "/home/a b/tenantctl" "--home" "x&\\"y\\"" "100%%" "$$HOME"',
  );
  expect(units).toContain('OnCalendar=*-*-* 06:30:00');
});

test('files are named after what they start, so that several stand side by side', () => {
  const verify = { ...daily, name: 'verify-brk_1', purpose: 'prove that a tenant is isolated' };
  const units = schedulers.systemd(verify);
  expect(units).toMatch(/^# tenant-console-verify-brk_1\.service$/m);
  expect(units).toMatch(/^# tenant-console-verify-brk_1\.timer$/m);
  expect(units).toContain('Description=Tenant Console: prove that a tenant is isolated every day');
  expect(schedulers.launchd(verify)).toContain('<string>tenant-console.verify-brk_1</string>');
});

test('launchd gets one string a word, escaped, and the time in numbers', () => {
  const agent = schedulers.launchd(daily);
  expect(agent).toContain('<string>/home/a b/tenantctl</string>');
  expect(agent).toContain('<string>x&amp;&quot;y&quot;</string>');
  expect(agent).toMatch(/<key>Hour<\/key>\s*<integer>6<\/integer>\s*<key>Minute<\/key>\s*<integer>30</);
});

test('the task scheduler gets program and arguments apart', () => {
  const task = schedulers['task-scheduler'](daily);
  expect(task).toContain('<Command>/opt/node</Command>');
  expect(task).toContain('<StartBoundary>2026-01-01T06:30:00</StartBoundary>');
  expect(task).toContain('<Description>Tenant Console: look for orphans &amp; more every day</Description>');
});
