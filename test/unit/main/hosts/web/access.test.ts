import { expect, test } from 'vitest';
import { Access } from '../../../../../src/main/hosts/web/access.ts';
import { SeededIds } from '../../../../fakes/seeded-ids.ts';

const access = () => new Access(new SeededIds());

test('a token opens one session, once', () => {
  const doors = access();
  const token = doors.newToken();
  const session = doors.redeem(token);
  expect(doors.isSession(session)).toBe(true);
  expect(doors.redeem(token)).toBeUndefined();
});

test('a newer token takes the place of an unused one', () => {
  const doors = access();
  const first = doors.newToken();
  const second = doors.newToken();
  expect(doors.redeem(first)).toBeUndefined();
  expect(doors.redeem(second)).toBeDefined();
});

test('nothing else lets anybody in', () => {
  const doors = access();
  expect(doors.redeem('')).toBeUndefined();
  const token = doors.newToken();
  for (const guess of ['', token.slice(1), `${token}A`, 'undefined', '__proto__'])
    expect([doors.redeem(guess), doors.isSession(guess)]).toEqual([undefined, false]);
  expect(doors.isSession(undefined)).toBe(false);
  expect(doors.isSession(token)).toBe(false);
});

test('a token and a session hold 256 bits each', () => {
  const doors = access();
  const token = doors.newToken();
  const lengths = [token, doors.redeem(token) ?? ''].map((secret) => Buffer.from(secret, 'base64url').length);
  expect(lengths).toEqual([32, 32]);
});

test('sixteen browsers are let in, then the oldest is let go', () => {
  const doors = access();
  const sessions = Array.from({ length: 17 }, () => doors.redeem(doors.newToken()));
  expect(sessions.map((session) => doors.isSession(session))).toEqual([
    false,
    ...Array<boolean>(16).fill(true),
  ]);
});
