import { stringify } from 'csv-stringify/sync';
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

/** Rows that travel together: each piece on its way through the archive costs as much as hundreds of rows in it. */
const ROWS = 500;

async function* csvOf({ columns }: ExportTable, rows: AsyncIterable<TextRow>): AsyncIterable<string> {
  yield csvLines([columns.map(({ name }) => name)]);
  for await (const batch of batches(rows)) yield csvLines(batch);
}

const csvLines = (rows: readonly TextRow[]): string =>
  // A missing value is no string, so it alone stays unquoted.
  stringify([...rows] as (string | null)[][], { quoted_string: true, record_delimiter: 'windows' });

async function* ndjsonOf(table: ExportTable, rows: AsyncIterable<TextRow>): AsyncIterable<string> {
  for await (const batch of batches(rows))
    yield `${batch.map((row) => JSON.stringify(jsonRow(table, row))).join('\n')}\n`;
}

async function* batches(rows: AsyncIterable<TextRow>): AsyncIterable<readonly TextRow[]> {
  let batch: TextRow[] = [];
  for await (const row of rows) {
    batch.push(row);
    if (batch.length < ROWS) continue;
    yield batch;
    batch = [];
  }
  if (batch.length > 0) yield batch;
}
