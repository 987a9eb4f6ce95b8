import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import {
  complianceCalendar,
  emailTemplates,
  nextDue,
} from '../../../../../src/main/tenancy/pooled/defaults.ts';

const days = fc.date({ min: new Date('2000-01-01'), max: new Date('2099-12-31'), noInvalidDate: true });

describe('the day a duty is next due', () => {
  test.each([
    ['2026-01-30T23:59:59Z', '2026-01-31'],
    ['2026-01-31T00:00:00Z', '2026-01-31'],
    ['2026-01-31T23:59:59Z', '2026-01-31'],
    ['2026-02-01T00:00:00Z', '2027-01-31'],
    ['2026-12-31T23:59:59Z', '2027-01-31'],
  ])('seen from %s it is %s', (from, due) => {
    expect(nextDue({ month: 1, day: 31 }, new Date(from))).toBe(due);
  });

  test('falls on the duty’s own month and day, today or within a year, seen from any moment', () => {
    fc.assert(
      fc.property(fc.constantFrom(...complianceCalendar), days, (duty, from) => {
        const due = nextDue(duty, from);
        const [, month, day] = due.split('-').map(Number);
        expect({ month, day }).toEqual({ month: duty.month, day: duty.day });
        expect(due >= from.toISOString().slice(0, 10)).toBe(true);
        expect(new Date(due).getTime() - from.getTime()).toBeLessThan(367 * 86_400_000);
      }),
    );
  });
});

test('no default stands twice', () => {
  expect(new Set(emailTemplates.map(({ templateKey }) => templateKey)).size).toBe(emailTemplates.length);
  expect(new Set(complianceCalendar.map(({ title }) => title)).size).toBe(complianceCalendar.length);
});
