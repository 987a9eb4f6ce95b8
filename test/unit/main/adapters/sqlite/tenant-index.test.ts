import { beforeEach, expect, test } from 'vitest';
import { memoryTenantIndex } from '../../../../../src/main/adapters/sqlite/tenant-index.adapter.ts';
import type { IndexedTenant, TenantIndex } from '../../../../../src/main/ports/tenant-index.port.ts';

const tenant = (tenantId: string, legalName: string, over: Partial<IndexedTenant> = {}): IndexedTenant => ({
  ...{
    tenantId,
    legalName,
    croNumber: '615005',
    contactEmail: 'niamh@harbour.example',
    contactName: 'Niamh Kelly',
  },
  ...{ openedAt: '2026-01-05T09:00:00.000Z', runId: `run-${tenantId}`, runbook: 'pooled.provision' },
  ...{
    connection: 'sandbox',
    environment: 'sandbox',
    lastEvent: 'run.opened',
    changedAt: '2026-01-05T09:00:00.000Z',
  },
  ...over,
});

let index: TenantIndex;
beforeEach(() => {
  index = memoryTenantIndex();
  index.put([
    tenant('brk_1', 'Harbour Pensions'),
    tenant('brk_2', 'Ó Briain & Daughters 100%', { croNumber: '700001' }),
    tenant('brk_3', 'Quay Brokers', { contactEmail: 'team@quay.example', contactName: 'Seán' }),
  ]);
});

const found = (query: string, page = { limit: 50, offset: 0 }) =>
  index.search(query, page).tenants.map(({ tenantId }) => tenantId);

test.each([
  ['arbour pens', ['brk_1']],
  ['HARBOUR', ['brk_2', 'brk_1']],
  ['7000', ['brk_2']],
  ['niamh@harb', ['brk_2', 'brk_1']],
  ['kelly ions', ['brk_1']],
  ['100%', ['brk_2']],
  ['0%', ['brk_2']],
  ['"', []],
  ['" OR 1', []],
  ['nobody', []],
  ['', ['brk_3', 'brk_2', 'brk_1']],
])('“%s” finds %j, newest first', (query, ids) => {
  expect(found(query)).toEqual(ids);
});

test('counts all that fit and gives the page that was asked for', () => {
  expect(index.search('615', { limit: 1, offset: 1 })).toMatchObject({
    total: 2,
    tenants: [{ tenantId: 'brk_1' }],
  });
});

test.each([
  ['', ['brk_2', 'brk_1']],
  ['harbour', ['brk_2', 'brk_1']],
  ['ha', ['brk_2', 'brk_1']],
])('“%s” finds of those whose newest run has come so far %j', (query, ids) => {
  index.mark([{ tenantId: 'brk_3', runId: 'run-brk_3', type: 'run.completed', time: '' }]);
  const { total, tenants } = index.search(query, { limit: 50, offset: 0, lastEvents: ['run.opened', 'x'] });
  expect([total, ...tenants.map(({ tenantId }) => tenantId)]).toEqual([2, ...ids]);
  expect(index.search(query, { limit: 50, offset: 0, lastEvents: ['x'] }).total).toBe(0);
});

test('finds a tenant by its new name and no longer by its old one, at its old place', () => {
  index.put([tenant('brk_1', 'Lighthouse Pensions', { contactEmail: '', contactName: '' })]);
  expect(found('lighthouse')).toEqual(['brk_1']);
  expect(found('harbour pens')).toEqual([]);
  expect(found('')).toEqual(['brk_3', 'brk_2', 'brk_1']);
  expect(index.get('brk_1')).toEqual(
    tenant('brk_1', 'Lighthouse Pensions', { contactEmail: '', contactName: '' }),
  );
});

test('is moved on by its newest run alone', () => {
  const at = { tenantId: 'brk_1', type: 'run.completed', time: '2026-01-05T10:00:00.000Z' };
  index.mark([{ ...at, runId: 'run-of-old' }]);
  expect(index.get('brk_1')).toMatchObject({ lastEvent: 'run.opened' });
  index.mark([{ ...at, runId: 'run-brk_1' }]);
  expect(index.get('brk_1')).toMatchObject({ lastEvent: 'run.completed', changedAt: at.time });
});
