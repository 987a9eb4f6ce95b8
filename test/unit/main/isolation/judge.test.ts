import { describe, expect, test } from 'vitest';
import { judge, type Circumstances } from '../../../../src/main/isolation/oracle/judge.ts';
import type { PortalResponse } from '../../../../src/main/ports/portal.port.ts';
import type { Expectation } from '../../../../src/main/isolation/probe.ts';

const facts: Circumstances = {
  denial: { statuses: [401, 403, 404], emptyIsDenial: true, noSession: [401] },
  strangers: [],
  controls: [],
  isHead: false,
};

function answer(status: number, body?: unknown, more: Partial<PortalResponse> = {}): PortalResponse {
  const text = body === undefined ? '' : typeof body === 'string' ? body : JSON.stringify(body);
  const parsed = typeof body === 'object' ? { json: body } : {};
  return { status, headers: {}, text, ms: 1, truncated: false, ...parsed, ...more };
}

const verdict = (expect_: Expectation, told: PortalResponse, more: Partial<Circumstances> = {}) =>
  judge(expect_, told, { ...facts, ...more }).verdict;

const denied: Expectation = { kind: 'denied', envelope: 'data' };
const ownRows: Expectation = { kind: 'own-rows', totals: [{ pointer: 'total', entity: 'x' }] };

describe('a denial', () => {
  test.each([401, 403, 404, 400, 405, 409])('is status %i', (status) => {
    expect(verdict(denied, answer(status, { error: 'no' }))).toBe('pass');
  });

  test.each([[{ data: null }], [{ data: [] }], [{ data: [], total: 0 }], [undefined]])(
    'is an empty answer: %j',
    (body) => {
      expect(verdict(denied, answer(200, body))).toBe('pass');
    },
  );

  test('is never an answer with data, nor an empty one where the deployment does not deny so', () => {
    expect(verdict(denied, answer(200, { data: { name: 'x' } }))).toBe('fail');
    const strict = { ...facts.denial, emptyIsDenial: false };
    expect(verdict(denied, answer(200, { data: null }), { denial: strict })).toBe('fail');
  });

  test('whatever the status, is none that shows a stranger', () => {
    expect(verdict(denied, answer(404, { error: 'x' }), { strangers: ['canary-name'] })).toBe('fail');
  });

  test('of a HEAD answers as for what does not exist', () => {
    const sized = (length: string) => answer(200, undefined, { headers: { 'content-length': length } });
    expect(verdict(denied, sized('13'), { isHead: true, controls: [sized('13')] })).toBe('pass');
    expect(verdict(denied, sized('421'), { isHead: true, controls: [sized('13')] })).toBe('fail');
    expect(verdict(denied, sized('421'), { isHead: true, controls: [answer(404)] })).toBe('fail');
    expect(verdict(denied, answer(404), { isHead: true })).toBe('pass');
  });
});

describe('what keeps a question from being answered is inconclusive, whatever was expected', () => {
  const expectations: readonly Expectation[] = [
    denied,
    ownRows,
    { kind: 'no-session' },
    { kind: 'answered', contains: 'x' },
  ];
  test.each([500, 502, 503, 429, 408, 301, 302, 307, 101])('status %i', (status) => {
    for (const expectation of expectations)
      expect(verdict(expectation, answer(status, { data: null }))).toBe('inconclusive');
  });

  test('a page of HTML, and an answer too large to read', () => {
    const html = answer(200, '<!doctype html><p>Maintenance', { headers: { 'content-type': 'text/html' } });
    const large = answer(200, 'aaaa', { truncated: true });
    for (const told of [html, large])
      for (const expectation of [denied, ownRows]) expect(verdict(expectation, told)).toBe('inconclusive');
  });
});

describe('its own rows', () => {
  test('may be told, and counted right', () => {
    const counted = new Map([['x', 3]]);
    expect(verdict(ownRows, answer(200, { data: [1], total: 3 }), { counted })).toBe('pass');
    expect(verdict(ownRows, answer(200, { data: [1], total: 12 }), { counted })).toBe('fail');
  });

  test('are none in a new tenant, and none beyond its bounds', () => {
    expect(verdict({ kind: 'own-rows', empty: 'data' }, answer(200, { data: [{ id: 1 }] }))).toBe('fail');
    expect(verdict({ kind: 'own-rows', forbidden: ['abc'] }, answer(200, { data: ['abc'] }))).toBe('fail');
  });
});

describe('without a session', () => {
  test('a refusal is well, anything else is not', () => {
    expect(verdict({ kind: 'no-session' }, answer(401))).toBe('pass');
    expect(verdict({ kind: 'no-session' }, answer(403))).toBe('pass');
    expect(verdict({ kind: 'no-session' }, answer(400, { error: 'x' }))).toBe('inconclusive');
    expect(verdict({ kind: 'no-session' }, answer(200, { data: [] }))).toBe('fail');
  });
});

describe('foreign or not there at all', () => {
  const expectation: Expectation = {
    kind: 'like-missing',
    id: 'a',
    missing: [
      { id: 'b', request: { method: 'GET', path: '/b' } },
      { id: 'c', request: { method: 'GET', path: '/c' } },
    ],
  };
  const missing = answer(404, { error: 'NotFound' });
  const told = (foreign: PortalResponse, controls = [missing, missing]) =>
    judge(expectation, foreign, { ...facts, controls });

  test('looks the same', () => {
    expect(told(missing).verdict).toBe('pass');
  });

  test.each([
    ['status', answer(403, { error: 'NotFound' })],
    ['length', answer(404, { error: 'NotFound!' })],
    ['shape', answer(404, { error: 'NotFound', hint: '' })],
    ['header etag', answer(404, { error: 'NotFound' }, { headers: { etag: '"1"' } })],
  ])('differs in %s', (where, foreign) => {
    expect(told(foreign)).toMatchObject({
      verdict: 'fail',
      reason: expect.stringContaining(where) as string,
    });
  });

  test('what differs by itself tells nothing', () => {
    const varying = (id: string) => answer(404, { error: 'NotFound' }, { headers: { 'x-trace': id } });
    expect(told(varying('1'), [varying('2'), varying('3')]).verdict).toBe('pass');
  });
});
