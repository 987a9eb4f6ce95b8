import { createHash } from 'node:crypto';
import { parse } from 'csv-parse';
import { isOperatorError, OperatorError } from '../../../shared/errors/operator-error.ts';
import type { ManifestTable, Manifest } from './manifest.ts';
import { Continuation } from './continuation.ts';
import { RowWriter } from './row-writer.ts';
import { TableDigester } from './table-digest.ts';
import { textRecord, type TextRow } from './text-record.ts';

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
  for await (const row of csvRows(textOf(read(`tables/${table.name}.csv`)))) {
    digester.add(row);
    const record = textRecord(row);
    writer.add(record, 0, record.length);
    if (writer.isFull) await compare();
  }
  await compare();
  const { rows, digest } = digester.result();
  if (!(await ndjson.isOver())) throw differs(table.name, 'ndjson');
  if (rows !== table.rows) throw differs(table.name, 'rows');
  if (digest !== table.digest) throw differs(table.name, 'digest');
}

const differs = (table: string, what: string): OperatorError =>
  new OperatorError('E_EXPORT_INCOMPLETE', { details: { table, differs: what } });

/** UTF-8 as it comes: a character may be cut in two by a piece. */
export async function* textOf(content: AsyncIterable<Uint8Array>): AsyncIterable<string> {
  const decoder = new TextDecoder();
  for await (const piece of content) yield decoder.decode(piece, { stream: true });
  yield decoder.decode();
}

/** Rows of a CSV file without its first line; a field that is empty and not quoted is missing. */
export async function* csvRows(content: AsyncIterable<string>): AsyncIterable<TextRow> {
  const parser = parse({
    from_line: 1,
    cast: (value, { quoting }) => (value === '' && !quoting ? null : value),
  });
  void feed(parser, content);
  let isFirst = true;
  for await (const row of parser as AsyncIterable<TextRow>) {
    if (!isFirst) yield row;
    isFirst = false;
  }
}

async function feed(parser: ReturnType<typeof parse>, content: AsyncIterable<string>): Promise<void> {
  try {
    for await (const piece of content)
      if (!parser.write(piece)) await new Promise((drained) => parser.once('drain', drained));
    parser.end();
  } catch (error) {
    parser.destroy(isOperatorError(error) ? error : new OperatorError('E_EXPORT_DAMAGED', { cause: error }));
  }
}
