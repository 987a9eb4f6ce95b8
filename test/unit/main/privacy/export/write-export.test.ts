import { describe, expect, test } from 'vitest';
import { checkExport } from '../../../../../src/main/privacy/export/check-export.ts';
import { TableDigester } from '../../../../../src/main/privacy/export/table-digest.ts';
import { closeExport, writeTables } from '../../../../../src/main/privacy/export/write-export.ts';
import { digestOf, memoryArchive, packedRows, type TextRow } from '../../../../helpers/packed-rows.ts';

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
  ['5', "#; 'x' = 1", 'false', '{"on":\n\t"two lines"}'],
  ['6', 'tab\t bell\u0007 back\\slash', 'true', '12345678901234567890.5'],
];

const about = {
  tenantId: 'brk_1',
  legalName: '<Firm> & Co',
  runId: 'run_1',
  exportedAt: '2026-01-31T00:00:00.000Z',
  environment: 'sandbox',
};

/** Writes into memory; `change` alters a file on its way. */
async function exported(change: (name: string, text: string) => string = (_, text) => text) {
  const source = {
    tables: [table],
    rows: () => over([packedRows(table, rows)]),
    count: () => Promise.resolve(rows.length),
  };
  const { files, ...archive } = memoryArchive(change);
  const { add } = archive;
  const tables = await writeTables(source, archive);
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
      '{"id":1,"name":"Áine, \\"the\\" first","isIn":true,"more":{"a": [1, null]}}',
    );
    const lines = files.get('tables/people.ndjson')?.trimEnd().split('\n') ?? [];
    const [, , , , fifth, sixth] = lines.map((line) => JSON.parse(line) as Record<string, unknown>);
    expect(lines).toHaveLength(rows.length);
    expect(fifth).toEqual({ id: 5, name: "#; 'x' = 1", isIn: false, more: { on: 'two lines' } });
    expect(sixth?.['name']).toBe(rows[5]?.[1]);
    expect(lines[5]).toContain('"more":12345678901234567890.5}');
    expect(files.get('tables/people.csv')?.split('\r\n').slice(0, 3)).toEqual([
      'id,name,isIn,more',
      '1,"Áine, ""the"" first",true,"{""a"": [1, null]}"',
      '2,,false,',
    ]);
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
    expect(digestOf(table, rows.toReversed())).toEqual(digestOf(table, rows));
  });

  test.each([
    ['a row less', rows.slice(1)],
    ['a row twice', [...rows, rows[0]!]],
    ['null for an empty text', rows.map((row) => row.map((value) => value ?? ''))],
    ['a value in the next column', [['1', 'a', 'b', ''], ...rows.slice(1)]],
  ])('tells %s', (_what, other) => {
    expect(digestOf(table, other).digest).not.toBe(digestOf(table, rows).digest);
  });

  test('is the sum of what a database makes of each row', () => {
    const digester = new TableDigester();
    for (let n = 0; n < 3; n += 1) digester.addHash(Buffer.alloc(32, 0xff), 0);
    expect(digester.result()).toEqual({ rows: 3, digest: 'fffffffffffffffd'.repeat(4) });
  });
});
