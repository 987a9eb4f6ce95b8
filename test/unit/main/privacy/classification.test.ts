import { describe, expect, test } from 'vitest';
import { unclassifiedColumns } from '../../../../src/main/privacy/classification.ts';
import { guessPersonalData } from '../../../../src/main/privacy/detect-personal-data.ts';
import { pooledClassification } from '../../../../src/main/tenancy/pooled/classification.ts';
import { readingMap } from '../../../../src/main/tenancy/pooled/readings.ts';

test('a column that nobody has classified is named, under its live name', () => {
  const { tables } = readingMap('brokers-snake');
  const live = [
    { table: 'members', column: 'first_name', type: 'text' },
    { table: 'members', column: 'nick_name', type: 'text' },
  ];
  expect(unclassifiedColumns(pooledClassification, tables, live)).toEqual([live[1]]);
});

describe('what a column may hold is guessed', () => {
  test.each([
    ['spouse_name', [], 'full-name', 'name'],
    ['workEmail', [], 'email', 'name'],
    ['mobile_no', [], 'phone', 'name'],
    ['ppsn', [], 'number', 'name'],
    ['remarks', ['ann@example.ie', 'bo@example.ie', 'none'], 'email', 'content'],
    ['code', ['1234567T', '7654321WA'], 'number', 'content'],
    ['born', ['1980-02-29', '1975-12-01'], 'day', 'content'],
  ])('%s', (column, samples, identifies, by) => {
    expect(guessPersonalData(column, samples)).toEqual({ identifies, by });
  });

  test.each([
    ['fund_name', ['Global Equity']],
    ['status', ['active', '']],
    ['empty', []],
  ])('and not for %s', (column, samples) => {
    expect(guessPersonalData(column, samples)).toBeUndefined();
  });
});
