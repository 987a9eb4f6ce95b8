import { createHash } from 'node:crypto';
import { describe, expect, test } from 'vitest';
import type { AddEntry } from '../../../../../src/main/ports/export-files.port.ts';
import { checkExport } from '../../../../../src/main/privacy/export/check-export.ts';
import {
  digestOfSums,
  TableDigester,
  type TextRow,
} from '../../../../../src/main/privacy/export/table-digest.ts';
import { closeExport, writeTables } from '../../../../../src/main/privacy/export/write-export.ts';

const table = {
  name: 'people',
  columns: [
    { name: 'id', type: 'integer', nullable: false },
    { name: 'name', type: 'text', nullable: true },
    { name: 'isIn', type: 'boolean', nullable: false },
    { name: 'more', type: 'jsonb', nullable: true },
  ],
};

const rows: readonly TextRow[] = [
  ['1', 'Áine, "the" first', 'true', '{"a": [1, null]}'],
  ['2', null, 'false', null],
  ['3', '', 'true', '"text"'],
  ['4', 'two\r\nlines\n', 'false', '1.50'],
  ['5', "#; 'x' = 1", 'false', null],
];

const about = {
  tenantId: 'brk_1',
  legalName: '<Firm> & Co',
  runId: 'run_1',
  exportedAt: '2026-01-31T00:00:00.000Z',
  environment: 'sandbox',
};

const digestOf = (all: readonly TextRow[]) => {
  const digester = new TableDigester();
  for (const row of all) digester.add(row);
  return digester.result();
};

/** Writes into memory; `change` alters a file on its way. */
async function exported(change: (name: string, text: string) => string = (_, text) => text) {
  const files = new Map<string, string>();
  const source = { tables: [table], rows: () => over(rows), digest: () => Promise.resolve(digestOf(rows)) };
  const add: AddEntry = async (name, content) => {
    let text = '';
    for await (const piece of content)
      text += typeof piece === 'string' ? piece : Buffer.from(piece).toString();
    files.set(name, change(name, text));
    return { bytes: Buffer.byteLength(text), sha256: createHash('sha256').update(text).digest('hex') };
  };
  const tables = await writeTables(source, add);
  const deed = {
    path: 'files/deed.txt',
    ...(await add('files/deed.txt', over([Buffer.from('Trust deed')]))),
  };
  const manifest = await closeExport({ tables, files: [deed], missing: ['lost.txt'] }, about, add);
  const read = (name: string) => over([Buffer.from(files.get(name) ?? '')]);
  return { files, manifest, check: () => checkExport(manifest, read) };
}

// eslint-disable-next-line @typescript-eslint/require-await -- a list as a stream
async function* over<T>(values: readonly T[]): AsyncIterable<T> {
  yield* values;
}

describe('an export', () => {
  test('is complete when its files hold what the database counted and hashed', async () => {
    const { check, files } = await exported();
    await expect(check()).resolves.toBeUndefined();
    expect(files.get('tables/people.ndjson')?.split('\n')[0]).toBe(
      '{"id":1,"name":"Áine, \\"the\\" first","isIn":true,"more":{"a":[1,null]}}',
    );
    expect(files.get('index.html')).toContain('&lt;Firm&gt; &amp; Co');
    expect(JSON.parse(files.get('tables/people.schema.json') ?? '')).toMatchObject({
      required: ['id', 'name', 'isIn', 'more'],
      properties: { id: { type: 'integer' }, name: { type: ['string', 'null'] } },
    });
  });

  test.each(['tables/people.csv', 'tables/people.ndjson', 'tables/people.schema.json'])(
    'is refused when %s was changed',
    async (changed) => {
      const { check } = await exported((name, text) => (name === changed ? text.replace('e', 'E') : text));
      await expect(check()).rejects.toMatchObject({
        code: 'E_EXPORT_INCOMPLETE',
        details: { table: 'people', differs: changed },
      });
    },
  );
});

test('an export is refused when a file beside the tables was changed', async () => {
  const { check } = await exported((name, text) => (name.startsWith('files/') ? text.toUpperCase() : text));
  await expect(check()).rejects.toMatchObject({
    code: 'E_EXPORT_INCOMPLETE',
    details: { table: 'files', differs: 'files/deed.txt' },
  });
});

describe('a digest of rows', () => {
  test('does not depend on their order', () => {
    expect(digestOf(rows.toReversed())).toEqual(digestOf(rows));
  });

  test.each([
    ['a row less', rows.slice(1)],
    ['a row twice', [...rows, rows[0]!]],
    ['null for an empty text', rows.map((row) => row.map((value) => value ?? ''))],
    ['a value in the next column', [['1', 'a', 'b', ''], ...rows.slice(1)]],
  ])('tells %s', (_what, other) => {
    expect(digestOf(other).digest).not.toBe(digestOf(rows).digest);
  });

  test('is the same from sums that were not reduced, negative ones too', () => {
    const two = 2n ** 64n;
    expect(digestOfSums(1, [String(two + 5n), String(-1n), '0', '7'])).toEqual({
      rows: 1,
      digest: '0000000000000005ffffffffffffffff00000000000000000000000000000007',
    });
  });
});
