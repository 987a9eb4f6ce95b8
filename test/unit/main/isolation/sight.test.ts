import { describe, expect, test } from 'vitest';
import { Sight } from '../../../../src/main/isolation/oracle/sight.ts';
import type { PortalRequest, PortalResponse } from '../../../../src/main/ports/portal.port.ts';
import type { Owner } from '../../../../src/main/ports/tenant-truth.port.ts';

const tenant = 'brk_01HZ8K4Y2P5RT6V7W8X9Y0Z1AA';
const canary = 'brk_01HZ8K4Y2P5RT6V7W8X9Y0Z1BB';
const stranger = 'brk_01HZ8K4Y2P5RT6V7W8X9Y0Z1CC';
const ownId = '00000000-0000-4000-8000-000000000001';
const canaryId = '00000000-0000-4000-8000-000000000002';
const strangerId = '00000000-0000-4000-8000-000000000003';

const owners: readonly Owner[] = [
  { entity: 'employers', id: ownId, tenantId: tenant },
  { entity: 'employers', id: canaryId, tenantId: canary },
  { entity: 'employers', id: strangerId, tenantId: stranger },
  { entity: 'items', id: '7', tenantId: canary },
  { entity: 'boxes', id: '7', tenantId: tenant },
];

const asked: string[] = [];
const sight = () =>
  new Sight({
    truth: {
      ownersOf: (ids) => {
        asked.push(...ids.map(({ id }) => id));
        const wanted = (owner: Owner) =>
          ids.some(({ id, entity }) => id === owner.id && (entity === undefined || entity === owner.entity));
        return Promise.resolve(owners.filter(wanted));
      },
    },
    markers: [{ text: 'CANARY-', tenantId: canary }],
  });

const places = { idField: 'id', entity: 'employers', fields: {} };
const get = (path: string): PortalRequest => ({ method: 'GET', path });
const answer = (body: unknown, more: Partial<PortalResponse> = {}): PortalResponse => ({
  status: 200,
  headers: { date: 'CANARY-date' },
  text: JSON.stringify(body),
  json: body,
  ms: 1,
  truncated: false,
  ...more,
});
const eyes = { tenantId: tenant };

describe('what a tenant must not see', () => {
  test('its own rows are no matter', async () => {
    expect(await sight().strangers(eyes, get('/'), answer({ data: [{ id: ownId }] }), places)).toEqual([]);
  });

  test('a marker anywhere, in any case, in a header too', async () => {
    const told = answer({ a: 'x canary-name-7 y' }, { headers: { etag: '"CANARY-etag-1"' } });
    expect(await sight().strangers(eyes, get('/'), told, places)).toEqual(['canary-name-7', 'canary-etag-1']);
  });

  test('an id whose owner, by the database, is somebody else, canary or not', async () => {
    const told = answer({ data: [{ id: canaryId }, { id: strangerId }] });
    expect(await sight().strangers(eyes, get('/'), told, places)).toEqual([canaryId, strangerId]);
    expect(asked).toContain(strangerId);
  });

  test('what the request said and comes back as words proves nothing', async () => {
    const echo = answer({ error: `no ${canaryId}`, term: 'CANARY-x' }, { status: 404 });
    const path = `/api/employers/${encodeURIComponent(canaryId.toUpperCase())}?q=CANARY-x`;
    expect(await sight().strangers(eyes, get(path), echo, places)).toEqual([]);
  });

  test('what the request said and comes back as a row is a leak', async () => {
    const told = answer({ data: { id: canaryId } });
    expect(await sight().strangers(eyes, get(`/api/employers/${canaryId}`), told, places)).toEqual([
      canaryId,
    ]);
  });

  test('a longer marker than the one that was searched for is a leak', async () => {
    const told = answer({ suggestions: ['CANARY-name-12'] });
    expect(await sight().strangers(eyes, get('/search?q=CANARY-name-1'), told, places)).toEqual([
      'canary-name-12',
    ]);
  });

  test('ids that only count belong to what their place says', async () => {
    const told = answer({ items: [{ id: 7 }] });
    expect(await sight().strangers(eyes, get('/'), told, { ...places, entity: 'items' })).toEqual(['7']);
    expect(await sight().strangers(eyes, get('/'), told, { ...places, entity: 'boxes' })).toEqual([]);
  });

  test('nobody has eyes for anything', async () => {
    expect(await sight().strangers('nobody', get('/'), answer({ data: { id: ownId } }), places)).toEqual([
      ownId,
    ]);
  });

  test('what is open to everybody on purpose is no leak', async () => {
    const open = sight();
    open.learnPublic(answer({ sample: 'CANARY-public' }));
    expect(await open.strangers(eyes, get('/'), answer({ note: 'CANARY-public' }), places)).toEqual([]);
  });
});
