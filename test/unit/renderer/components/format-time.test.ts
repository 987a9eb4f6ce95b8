import { describe, expect, test } from 'vitest';
import { counted, duration, timeAgo } from '../../../../src/renderer/components/format-time.ts';

const now = Date.parse('2026-11-21T12:00:00Z');

describe('times as people read them', () => {
  test.each([
    ['2026-11-21T11:59:55Z', 'just now'],
    ['2026-11-21T11:59:30Z', '30 s ago'],
    ['2026-11-21T11:01:00Z', '59 min ago'],
    ['2026-11-21T10:00:00Z', '2 h ago'],
    ['2026-11-18T12:00:00Z', '3 d ago'],
    ['2026-11-01T12:00:00Z', '1 Nov 2026'],
  ])('%s is %s', (iso, said) => {
    expect(timeAgo(iso, now)).toBe(said);
  });

  test.each([
    [0, '0 ms'],
    [340, '340 ms'],
    [2440, '2.4 s'],
    [9999, '9.9 s'],
    [59_999, '59 s'],
    [185_000, '3 min 05 s'],
    [7_620_000, '2 h 07 min'],
  ])('%d ms last %s', (ms, said) => {
    expect(duration(ms)).toBe(said);
  });

  test('one and many are told apart', () => {
    expect(counted(1, 'run')).toBe('1 run');
    expect(counted(12_480, 'entry', 'entries')).toBe('12,480 entries');
  });
});
