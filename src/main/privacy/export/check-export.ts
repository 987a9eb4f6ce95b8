import { createHash } from 'node:crypto';
import { OperatorError } from '../../../shared/errors/operator-error.ts';
import type { ManifestTable, Manifest } from './manifest.ts';
import { Continuation } from './continuation.ts';
import { CsvReader } from './csv-reader.ts';
import { RowWriter } from './row-writer.ts';
import { TableDigester } from './table-digest.ts';

/** Content of one file of the export. */
export type ReadEntry = (name: string) => AsyncIterable<Uint8Array>;

/**
 * The completeness proof: reads every file of an export back and compares size, hash, number of rows and digest with what the
 * database said of the same snapshot. Both forms of a table must hold the same rows.
 * Errors: `E_EXPORT_INCOMPLETE` with the table and what differs, `E_EXPORT_DAMAGED`.
 */
export async function checkExport({ tables, files }: Manifest, read: ReadEntry): Promise<void> {
  for (const file of files) await checkFile('files', file, read);
  for (const table of tables) {
    for (const file of table.files) await checkFile(table.name, file, read);
    await checkRows(table, read);
  }
}

async function checkFile(
  table: string,
  { path, bytes, sha256 }: ManifestTable['files'][number],
  read: ReadEntry,
): Promise<void> {
  const hash = createHash('sha256');
  let length = 0;
  for await (const piece of read(path)) {
    hash.update(piece);
    length += piece.byteLength;
  }
  if (length !== bytes || hash.digest('hex') !== sha256) throw differs(table, path);
}

async function checkRows(table: ManifestTable, read: ReadEntry): Promise<void> {
  const digester = new TableDigester();
  const writer = new RowWriter(table);
  const ndjson = new Continuation(read(`tables/${table.name}.ndjson`));
  const compare = async (): Promise<void> => {
    if (!(await ndjson.goesOnWith(writer.take()[1]))) throw differs(table.name, 'ndjson');
  };
  let lines = 0;
  const csv = new CsvReader(table.columns.length, (bytes, length) => {
    lines += 1;
    if (lines === 1) return;
    digester.addRecord(bytes.subarray(0, length));
    writer.add(bytes, 0, length);
  });
  for await (const piece of read(`tables/${table.name}.csv`)) {
    csv.add(piece);
    if (writer.isFull) await compare();
  }
  csv.end();
  await compare();
  const { rows, digest } = digester.result();
  if (!(await ndjson.isOver())) throw differs(table.name, 'ndjson');
  if (rows !== table.rows) throw differs(table.name, 'rows');
  if (digest !== table.digest) throw differs(table.name, 'digest');
}

const differs = (table: string, what: string): OperatorError =>
  new OperatorError('E_EXPORT_INCOMPLETE', { details: { table, differs: what } });
