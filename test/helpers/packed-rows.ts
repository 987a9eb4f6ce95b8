import { createHash, hash } from 'node:crypto';
import type { Archive } from '../../src/main/ports/export-files.port.ts';
import { TEXT } from '../../src/main/privacy/export/row-record.ts';
import { TableDigester } from '../../src/main/privacy/export/table-digest.ts';
import { binaryFormOf, type ExportTable } from '../../src/main/privacy/export/table-format.ts';

/** A row as text, in the order of the table's columns. */
export type TextRow = readonly (string | null)[];

/** Values as a server sends them in one row. */
export function packedRow(values: readonly (Buffer | null)[]): Buffer {
  const body = values.flatMap((value) => [int(value?.length ?? -1, 4), value ?? Buffer.alloc(0)]);
  const rest = Buffer.concat([int(values.length, 2), ...body]);
  return Buffer.concat([Buffer.from('D'), int(rest.length + 4, 4), rest]);
}

/** A row as a server makes a record of it. */
export function recordOf({ columns }: ExportTable, row: TextRow): Buffer {
  const values = row.map((value, at) => {
    const form = binaryFormOf(columns[at]?.type ?? '');
    const bytes = value === null ? undefined : Buffer.from(value);
    if (bytes !== undefined) form?.read(bytes, 0, bytes.length);
    const sent = form === undefined ? bytes : bytes?.subarray(0, form.size);
    return Buffer.concat([int(form?.oid ?? TEXT, 4), int(sent?.length ?? -1, 4), sent ?? Buffer.alloc(0)]);
  });
  return Buffer.concat([int(row.length, 4), ...values]);
}

/** What the rows of a table add up to. */
export function digestOf(table: ExportTable, rows: readonly TextRow[]) {
  const digester = new TableDigester();
  for (const row of rows) digester.addRecord(recordOf(table, row));
  return digester.result();
}

function int(value: number, bytes: 2 | 4): Buffer {
  const buffer = Buffer.alloc(bytes);
  buffer.writeIntBE(value, 0, bytes);
  return buffer;
}

/** Rows as a database hands them out for an export: each as a record, and its hash. */
export const packedRows = (table: ExportTable, rows: readonly TextRow[]): Buffer =>
  Buffer.concat(
    rows.map((row) => {
      const record = recordOf(table, row);
      return packedRow([record, hash('sha256', record, 'buffer')]);
    }),
  );

/** An archive in memory; `change` alters a file on its way. */
export function memoryArchive(
  change: (name: string, text: string) => string = (_, text) => text,
): Archive & { readonly files: Map<string, string> } {
  const files = new Map<string, string>();
  const keep = (name: string, bytes: Buffer) => {
    files.set(name, change(name, bytes.toString()));
    return { bytes: bytes.length, sha256: createHash('sha256').update(bytes).digest('hex') };
  };
  return {
    files,
    add: async (name, content) => {
      const pieces: Buffer[] = [];
      for await (const piece of content) pieces.push(Buffer.from(piece));
      return keep(name, Buffer.concat(pieces));
    },
    addTogether: async (names, pieces) => {
      const all: Uint8Array[][] = names.map(() => []);
      for await (const piece of pieces)
        for (const [at, each] of piece.entries()) all[at]?.push(Buffer.from(each));
      return names.map((path, at) => ({ path, ...keep(path, Buffer.concat(all[at] ?? [])) }));
    },
  };
}
