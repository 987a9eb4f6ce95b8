import fc from 'fast-check';
import { parse } from 'csv-parse/sync';
import { expect, test } from 'vitest';
import { CsvReader } from '../../../../../src/main/privacy/export/csv-reader.ts';
import { RowWriter } from '../../../../../src/main/privacy/export/row-writer.ts';
import { recordOf, type TextRow } from '../../../../helpers/packed-rows.ts';

const COLUMNS = 3;
const table = {
  name: 't',
  columns: ['a', 'b"', 'c,'].map((name) => ({ name, type: 'text', nullable: true })),
};

const value = fc.option(
  fc.oneof(fc.string(), fc.string({ unit: fc.constantFrom(',', '"', '\r', '\n', ' ', 'é', '😀', '-') })),
);
const rowsOf = fc.array(fc.array(value, { minLength: COLUMNS, maxLength: COLUMNS }), { maxLength: 8 });

function written(rows: readonly TextRow[]): Buffer {
  const writer = new RowWriter(table);
  for (const row of rows) {
    const record = recordOf(table, row);
    writer.add(record, 0, record.length);
  }
  return Buffer.from(writer.take()[0]);
}

/** Records of all lines, in hex. */
function read(csv: Buffer, pieceBytes: number): readonly string[] {
  const records: string[] = [];
  const reader = new CsvReader(table, (bytes, length) => records.push(bytes.toString('hex', 0, length)));
  for (let at = 0; at < csv.length; at += pieceBytes) reader.add(csv.subarray(at, at + pieceBytes));
  reader.end();
  return records;
}

test('what was written comes back byte by byte, wherever the pieces are cut; a foreign reader reads the same', () => {
  fc.assert(
    fc.property(rowsOf, fc.integer({ min: 1, max: 64 }), (rows, pieceBytes) => {
      const csv = written(rows);
      const lines: readonly TextRow[] = [table.columns.map(({ name }) => name), ...rows];
      expect(read(csv, pieceBytes)).toEqual(rows.map((row) => recordOf(table, row).toString('hex')));
      const foreign = parse(csv, {
        record_delimiter: '\r\n',
        cast: (text, { quoting }) => (text === '' && !quoting ? null : text),
      }) as unknown;
      expect(foreign).toEqual(lines);
    }),
  );
});

test.each([
  ['a line without its end', 'a,b,c'],
  ['a field less', 'a,b\r\n'],
  ['a field more', 'a,b,c,d\r\n'],
  ['a quote inside a value', 'a"b,c,d\r\n'],
  ['something behind the closing quote', '"a"b,c,d\r\n'],
  ['a value that is never closed', '"a,b,c\r\n'],
  ['a line that ends in LF alone', 'a,b,c\n'],
  ['a CR without its LF', 'a,b,c\rd\r\n'],
])('%s is damage', (_what, csv) => {
  expect(() => read(Buffer.from(csv), 100)).toThrow(expect.objectContaining({ code: 'E_EXPORT_DAMAGED' }));
});
