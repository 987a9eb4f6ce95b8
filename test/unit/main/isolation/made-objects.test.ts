import { expect, test } from 'vitest';
import { MadeObjects } from '../../../../src/main/isolation/suite/made-objects.ts';

test('a probe is redirected to the object that stands in for one that is gone, and nothing else is changed', () => {
  const made = new MadeObjects();
  made.standIn('notes', 7, 12);
  const probe = {
    path: '/v1/notes/7',
    query: { at: '2027-07-07', ids: '7,17' },
    body: { client: 7, text: 'no 7' },
  };
  expect(made.redirect(probe, 'notes')).toEqual({
    path: '/v1/notes/12',
    query: { at: '2027-07-07', ids: '12,17' },
    body: { client: 12, text: 'no 12' },
  });
  expect(made.redirect(probe, 'clients')).toBe(probe);
});
