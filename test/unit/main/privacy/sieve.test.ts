import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { findEverywhere } from '../../../../src/main/privacy/hidden-values.ts';
import { Sieve } from '../../../../src/main/privacy/sieve/sieve.ts';
import { ValueSearch } from '../../../../src/main/privacy/value-search.ts';

const long = [
  'Siobhán Ní Bhriain',
  'siobhan@example.ie',
  '1234567TW',
  '+353 87 123 4567',
  'Μαρία Παπαδάκη',
  "O'Neill Mary",
];
const short = ['Ó Sé', 'Li Xu', 'Al Ray'];

const lets = (values: readonly string[]) => {
  const sieve = new Sieve(values);
  return (text: string) => sieve.mayHold(Buffer.from(text), 0, Buffer.byteLength(text));
};

const ways: readonly ((value: string) => string)[] = [
  (value) => value,
  (value) => value.toUpperCase(),
  (value) => value.toLowerCase(),
  (value) => value.replaceAll(' ', '\u00a0– '),
  (value) => Array.from(value).join('.'),
  encodeURIComponent,
  (value) => Buffer.from(value).toString('base64'),
  (value) => Buffer.from(`id=7; ${value}; and more`).toString('base64url'),
  (value) => Buffer.from(` ${value.toUpperCase().replaceAll(' ', ' - ')} `).toString('base64'),
];

/** Text around a value, of which some are letters of base64 and so shift its alignment. */
const around = fc.string({
  unit: fc.constantFrom(...Array.from('ab9+/_- .,;"{}[]:\n\té%🙂')),
  maxLength: 12,
});

describe('the sieve lets through', () => {
  test.each([
    ['long values', long],
    ['long and short ones', [...long, ...short]],
  ])('whatever a closer look finds something in: %s', (_what, values) => {
    const isLet = lets(values);
    const search = new ValueSearch(values);
    fc.assert(
      fc.property(
        fc.constantFrom(...values),
        fc.constantFrom(...ways),
        around,
        around,
        (value, way, before, after) => {
          const text = `${before}${way(value)}${after}`;
          if (findEverywhere(search, text).length > 0) expect(isLet(text)).toBe(true);
        },
      ),
      { numRuns: 3_000, seed: 20_261_121 },
    );
  });

  test('bytes that are cut in the middle of a character, as in the middle of base64', () => {
    const isLet = lets(long);
    const hidden = Buffer.concat([Buffer.from([0xa1, 0x20]), Buffer.from('Siobhán Ní Bhriain')]).toString(
      'base64',
    );
    expect(isLet(`x${hidden}`)).toBe(true);
  });
});

describe('the sieve holds back', () => {
  const isLet = lets([...long, ...short]);

  test.each([
    '',
    'nobody is in here',
    'Siobhán',
    '0d5ad48b-4c39-4b9d-b589-ad604bb7c2bc',
    'sch_01KDWCJ3K8GASE6GZ4MZDKBA5X',
    '2026-01-01T09:00:01.000Z',
    '{"action":"scheme.updated","to":["active",12.5]}',
  ])('%j', (text) => {
    expect(isLet(text)).toBe(false);
  });

  test('nearly all ids', () => {
    const ids = fc.sample(fc.uuid(), { numRuns: 2_000, seed: 7 });
    expect(ids.filter((id) => isLet(id)).length).toBeLessThan(10);
  });
});
