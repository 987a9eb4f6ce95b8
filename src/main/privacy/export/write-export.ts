import { stringify } from 'csv-stringify';
import type { AddEntry, WrittenEntry } from '../../ports/export-files.port.ts';
import { coverPage, type ExportAbout } from './cover-page.ts';
import type { Manifest, ManifestTable } from './manifest.ts';
import type { TableDigest, TextRow } from './table-digest.ts';
import { jsonRow, jsonSchemaOf, type ExportTable } from './table-format.ts';

/** Where the rows come from: one snapshot, each table as often as it is asked for. */
export type ExportSource = {
  readonly tables: readonly ExportTable[];
  rows(table: ExportTable): AsyncIterable<TextRow>;
  /** Counted and hashed by the database itself. */
  digest(table: ExportTable): Promise<TableDigest>;
};

/** What an export holds before its cover page and its manifest are written. */
export type ExportContent = Pick<Manifest, 'tables' | 'files' | 'missing'>;

/**
 * Writes of every table a CSV file (RFC 4180, first line the names; an empty field is a missing value, `""` an empty one) and an
 * NDJSON file with its JSON Schema.
 */
export async function writeTables(source: ExportSource, add: AddEntry): Promise<ManifestTable[]> {
  const tables: ManifestTable[] = [];
  for (const table of source.tables) {
    const { name } = table;
    const files = {
      csv: await add(`tables/${name}.csv`, csvOf(table, source.rows(table))),
      ndjson: await add(`tables/${name}.ndjson`, ndjsonOf(table, source.rows(table))),
      schema: await add(
        `tables/${name}.schema.json`,
        one(`${JSON.stringify(jsonSchemaOf(table), undefined, 2)}\n`),
      ),
    };
    const columns = [...table.columns];
    tables.push({ name, columns, ...(await source.digest(table)), files: named(name, files) });
  }
  return tables;
}

/** Ends an export with its cover page and its manifest. Answers with the manifest. */
export async function closeExport(
  content: ExportContent,
  about: ExportAbout,
  add: AddEntry,
): Promise<Manifest> {
  const cover = await add('index.html', one(coverPage(about, content)));
  const manifest: Manifest = {
    format: 'tenant-console.export/v1',
    ...about,
    ...content,
    cover: { path: 'index.html', ...cover },
  };
  await add('manifest.json', one(`${JSON.stringify(manifest, undefined, 2)}\n`));
  return manifest;
}

const named = (
  name: string,
  { csv, ndjson, schema }: Readonly<Record<'csv' | 'ndjson' | 'schema', WrittenEntry>>,
) => [
  { path: `tables/${name}.csv`, ...csv },
  { path: `tables/${name}.ndjson`, ...ndjson },
  { path: `tables/${name}.schema.json`, ...schema },
];

// eslint-disable-next-line @typescript-eslint/require-await -- a text that is there already, as the archive wants it
async function* one(text: string): AsyncIterable<string> {
  yield text;
}

async function* csvOf({ columns }: ExportTable, rows: AsyncIterable<TextRow>): AsyncIterable<string> {
  const lines = stringify({
    header: true,
    columns: columns.map(({ name }) => name),
    // A missing value is no string, so it alone stays unquoted.
    quoted_string: true,
    record_delimiter: 'windows',
  });
  void feed(lines, rows);
  for await (const piece of lines as AsyncIterable<Buffer | string>) yield piece.toString();
}

/** Ends the stream with the failure of the source, so that whoever reads it sees it. */
async function feed(lines: ReturnType<typeof stringify>, rows: AsyncIterable<TextRow>): Promise<void> {
  try {
    for await (const row of rows)
      if (!lines.write(row)) await new Promise((drained) => lines.once('drain', drained));
    lines.end();
  } catch (error) {
    lines.destroy(error as Error);
  }
}

/** Lines that travel together. */
const LINES = 500;

async function* ndjsonOf(table: ExportTable, rows: AsyncIterable<TextRow>): AsyncIterable<string> {
  let lines: string[] = [];
  for await (const row of rows) {
    lines.push(JSON.stringify(jsonRow(table, row)));
    if (lines.length < LINES) continue;
    yield `${lines.join('\n')}\n`;
    lines = [];
  }
  if (lines.length > 0) yield `${lines.join('\n')}\n`;
}
