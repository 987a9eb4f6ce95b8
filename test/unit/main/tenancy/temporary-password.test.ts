import { describe, expect, test } from 'vitest';
import { systemClock } from '../../../../src/main/adapters/system/system-clock.adapter.ts';
import { systemIds } from '../../../../src/main/adapters/system/system-ids.adapter.ts';
import { temporaryPassword } from '../../../../src/main/tenancy/temporary-password.ts';
import { SeededIds } from '../../../fakes/seeded-ids.ts';

const usable = 'ABCDEFGHJKLMNPQRSTUVWXYZabcdefghijkmnpqrstuvwxyz23456789';

describe('a temporary password', () => {
  test('has 24 characters that cannot be taken for one another when it is read out', () => {
    expect(usable).not.toMatch(/[IOl01o]/);
    for (let i = 0; i < 200; i++)
      expect(temporaryPassword(systemIds(systemClock)).reveal()).toMatch(new RegExp(`^[${usable}]{24}$`));
  });

  test('is another one each time, and shows itself to nobody who only prints it', () => {
    const ids = systemIds(systemClock);
    const drawn = Array.from({ length: 500 }, () => temporaryPassword(ids));
    expect(new Set(drawn.map((each) => each.reveal())).size).toBe(500);
    expect(`${JSON.stringify(drawn[0])} ${String(drawn[0])}`).toBe('"[secret]" [secret]');
  });

  test('draws every character equally often: chi-squared of 240,000 draws from a fixed source', () => {
    const ids = new SeededIds('distribution');
    const counts = new Map<string, number>();
    const draws = 10_000;
    for (let i = 0; i < draws; i++)
      for (const character of temporaryPassword(ids).reveal())
        counts.set(character, (counts.get(character) ?? 0) + 1);
    const expected = (draws * 24) / usable.length;
    const chiSquared = Array.from(usable).reduce(
      (sum, character) => sum + ((counts.get(character) ?? 0) - expected) ** 2 / expected,
      0,
    );
    // 55 degrees of freedom: 93.2 is exceeded once in a thousand. Bytes taken modulo 56 would come to over 4,000.
    expect(chiSquared).toBeLessThan(93.2);
  });
});
