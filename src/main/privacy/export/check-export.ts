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
 * The completeness proof: reads every file of an export back, once, and compares size, hash, number of rows and digest with what the
 * database said of the same snapshot. Both forms of a table must hold the same rows.
 * Errors: `E_EXPORT_INCOMPLETE` with the table and what differs, `E_EXPORT_DAMAGED`.
 */
export async function checkExport({ tables, files }: Manifest, read: ReadEntry): Promise<void> {
  for (const file of files) await checkFile('files', file, read);
  for (const table of tables) {
    const { csv, ndjson, others } = filesOf(table);
    for (const file of others) await checkFile(table.name, file, read);
    await checkRows(table, checked(table.name, csv, read), checked(table.name, ndjson, read));
  }
}

type File = ManifestTable['files'][number];

function filesOf({ name, files }: ManifestTable) {
  const [csv, ndjson] = ['csv', 'ndjson'].map((form) =>
    files.find(({ path }) => path === `tables/${name}.${form}`),
  );
  if (csv === undefined || ndjson === undefined) throw new OperatorError('E_EXPORT_DAMAGED');
  return { csv, ndjson, others: files.filter((file) => file !== csv && file !== ndjson) };
}

async function checkFile(table: string, file: File, read: ReadEntry): Promise<void> {
  const pieces = checked(table, file, read)[Symbol.asyncIterator]();
  while ((await pieces.next()).done !== true);
}

/** The content of a file, which fails at its end when it is not the one that was written. */
async function* checked(
  table: string,
  { path, bytes, sha256 }: File,
  read: ReadEntry,
): AsyncIterable<Uint8Array> {
  const hash = createHash('sha256');
  let length = 0;
  for await (const piece of read(path)) {
    hash.update(piece);
    length += piece.byteLength;
    yield piece;
  }
  if (length !== bytes || hash.digest('hex') !== sha256) throw differs(table, path);
}

async function checkRows(
  table: ManifestTable,
  csv: AsyncIterable<Uint8Array>,
  ndjson: AsyncIterable<Uint8Array>,
): Promise<void> {
  const digester = new TableDigester();
  const writer = new RowWriter(table);
  const continuation = new Continuation(ndjson);
  const compare = async (): Promise<void> => {
    if (!(await continuation.goesOnWith(writer.take()[1])))
      throw differs(table.name, `tables/${table.name}.ndjson`);
  };
  const reader = new CsvReader(table, (bytes, length) => {
    digester.addRecord(bytes.subarray(0, length));
    writer.add(bytes, 0, length);
  });
  for await (const piece of csv) {
    reader.add(piece);
    if (writer.isFull) await compare();
  }
  reader.end();
  await compare();
  const { rows, digest } = digester.result();
  if (!(await continuation.isOver())) throw differs(table.name, `tables/${table.name}.ndjson`);
  if (rows !== table.rows) throw differs(table.name, 'rows');
  if (digest !== table.digest) throw differs(table.name, 'digest');
}

const differs = (table: string, what: string): OperatorError =>
  new OperatorError('E_EXPORT_INCOMPLETE', { details: { table, differs: what } });
