import { expect, test } from 'vitest';
import { schedulers } from '../../../../src/main/hosts/cli/views/schedule-text.ts';

const daily = { command: ['/opt/node', '/home/a b/tenantctl', '--home', 'x&"y"', '100%'], at: '06:30' };

test('systemd starts the very words of the command, whatever they hold', () => {
  const units = schedulers.systemd(daily);
  expect(units).toContain('ExecStart="/opt/node" "/home/a b/tenantctl" "--home" "x&\\"y\\"" "100%%"');
  expect(units).toContain('OnCalendar=*-*-* 06:30:00');
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
});
