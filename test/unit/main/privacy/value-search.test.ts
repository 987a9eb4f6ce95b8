import { describe, expect, test } from 'vitest';
import { findEverywhere } from '../../../../src/main/privacy/hidden-values.ts';
import { ERASED, scrubJson, scrubText } from '../../../../src/main/privacy/scrub.ts';
import { ValueSearch } from '../../../../src/main/privacy/value-search.ts';

const values = ['Siobhán Ní Bhriain', 'siobhan@example.ie', '1234567TW', '+353 87 123 4567', 'Ó Sé', '12'];
const search = new ValueSearch(values);

const isFound = (text: string) => findEverywhere(search, text).length > 0;
const base64 = (text: string) => Buffer.from(text).toString('base64');

describe('a value is found', () => {
  test.each([
    ['as it stands', 'Spoke to Siobhán Ní Bhriain today'],
    ['in another case', 'SIOBHÁN NÍ BHRIAIN'],
    ['with other spaces', 'Siobhán\u00a0\n Ní  Bhriain'],
    ['with other punctuation', 'Siobhán.Ní-Bhriain'],
    ['inside a longer word', 'xSiobhánNíBhriainx'],
    ['as an e-mail with another case', 'mailto:Siobhan@Example.IE'],
    ['as a number with hyphens', 'PPS 1234-567-TW'],
    ['as a phone number without spaces', '+353871234567.'],
    ['URL-encoded', `?q=${encodeURIComponent('Siobhán Ní Bhriain')}&x=1`],
    ['form-encoded', 'name=Siobh%C3%A1n+N%C3%AD+Bhriain'],
    ['in base64', base64('Siobhán Ní Bhriain')],
    ['in base64 in the middle of something', `data:${base64('row: 1234567TW;')}`],
    ['in base64 behind other letters', `ab${base64('Siobhán Ní Bhriain')}`],
    ['in base64url without padding', Buffer.from('??>siobhan@example.ie').toString('base64url')],
    ['short, as a word of its own', 'Mr Ó Sé, trustee'],
  ])('%s', (_how, text) => {
    expect(isFound(text)).toBe(true);
  });

  test.each([
    ['a part of a value', 'Siobhán Ní'],
    ['a short value inside another word', 'xósés'],
    ['nothing', ''],
    ['a number that only ends like it', '0001234 567'],
  ])('but not in %s', (_what, text) => {
    expect(isFound(text)).toBe(false);
  });

  test('one that is too short to be evidence is counted, not searched for', () => {
    expect(search.tooShort).toBe(1);
    expect(isFound('12')).toBe(false);
  });
});

describe('a number', () => {
  const numbers = new ValueSearch(['1973-04-12', '+353 87 123 4567']);
  const found = (text: string) => findEverywhere(numbers, text).length > 0;

  test.each([
    'DOB1973-04-12',
    'born 12.4.; 19730412',
    'letter_from-353871234567-of-2026-01-31',
    'tel353871234567x',
  ])('is found in %s', (text) => expect(found(text)).toBe(true));

  test.each([
    '19730412-2d5a-4b9d-b589-ad604bb7c2bc',
    'b1973041-2d5a-4b9d-b589-ad604bb7c2bc',
    'sha256 9f19730412e4c8a07733aa51b2',
    'brk_01KD353871234567YMSB',
  ])('is chance in the middle of a key: %s', (text) => expect(found(text)).toBe(false));
});

test('of values that begin alike each is found as long as it is, also at the end of a text', () => {
  const alike = new ValueSearch(['+353 87 123 4567', '+353 87 123 45', '+353 87 123 4567 89']);
  const text = 'call +353871234567';
  expect(alike.find(text).toSorted((a, b) => a.end - b.end)).toEqual([
    { value: 1, start: 6, end: 16 },
    { value: 0, start: 6, end: 18 },
  ]);
});

test('of very many values each is found, and none in a text without them', () => {
  const many = Array.from({ length: 50_000 }, (_, n) => `person${n.toString(36)}@mail${n % 97}.example`);
  const index = new ValueSearch(many);
  const text = many.map((value) => `<${value.toUpperCase()}>`).join(' noise ');
  expect(new Set(index.find(text).map(({ value }) => value)).size).toBe(many.length);
  expect(index.find('persons at mails, '.repeat(10_000))).toEqual([]);
});

test('scrubbing takes the values out and leaves the rest as it was', () => {
  expect(scrubText(search, 'Call Siobhán NÍ Bhriain (+353 87 1234567) now')).toBe(
    `Call ${ERASED} (+${ERASED}) now`,
  );
  expect(scrubText(search, 'nobody here')).toBe('nobody here');
  expect(isFound(scrubText(search, `x ${base64('1234567TW')} y ${encodeURIComponent('Ó Sé ')}`))).toBe(false);
});

test('JSON loses values wherever they stand, and whole fields whose names say what they hold', () => {
  const json = {
    note: 'for siobhan@example.ie',
    contact: { firstName: 'Anyone', phone_number: 871234567, ids: ['1234567TW', 7, null, true] },
    'siobhan@example.ie': 1,
  };
  expect(scrubJson(search, json)).toEqual({
    note: `for ${ERASED}`,
    contact: { firstName: ERASED, phone_number: ERASED, ids: [ERASED, 7, null, true] },
    [ERASED]: 1,
  });
});
