import { decodeTime } from 'ulid';
import { describe, expect, test } from 'vitest';
import { systemIds } from '../../../../../src/main/adapters/system/system-ids.adapter.ts';
import type { Clock } from '../../../../../src/main/ports/clock.port.ts';

let wall = Date.UTC(2026, 0, 1);
const clock: Clock = {
  now: () => new Date(wall),
  monotonicMs: () => 0,
  sleep: () => Promise.resolve(),
};

describe('system ids', () => {
  test('every kind of id has its published form', () => {
    const ids = systemIds(clock);
    expect(ids.uuid()).toMatch(/^[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/);
    expect(ids.ulid()).toMatch(/^[0-9A-HJKMNP-TV-Z]{26}$/);
    expect(ids.cuid2()).toMatch(/^[a-z][0-9a-z]{23}$/);
  });

  test('a ULID carries the time of the given clock', () => {
    expect(decodeTime(systemIds(clock).ulid())).toBe(wall);
  });

  test('ULIDs sort in the order they were asked for, within a millisecond and when the clock steps back', () => {
    const ids = systemIds(clock);
    const first = Array.from({ length: 1_000 }, () => ids.ulid());
    wall -= 60_000;
    const all = [...first, ids.ulid()];
    expect(all.toSorted()).toEqual(all);
    expect(new Set(all).size).toBe(all.length);
  });

  test('bytes are as many as asked for and do not repeat', () => {
    const ids = systemIds(clock);
    expect(ids.bytes(32)).toHaveLength(32);
    expect(ids.bytes(32)).not.toEqual(ids.bytes(32));
  });
});
