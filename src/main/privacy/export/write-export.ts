import type { PackedRows } from '../../ports/database.port.ts';
import type { AddEntry, Archive } from '../../ports/export-files.port.ts';
import { eachRow, LENGTH } from '../packed-rows.ts';
import { coverPage, type ExportAbout } from './cover-page.ts';
import type { Manifest, ManifestTable } from './manifest.ts';
import { RowWriter } from './row-writer.ts';
import { TableDigester } from './table-digest.ts';
import { jsonSchemaOf, type ExportTable } from './table-format.ts';

/** Where the rows come from: one snapshot. */
export type ExportSource = {
  readonly tables: readonly ExportTable[];
  /** Each row as two values: its record (row-record.ts), and the SHA-256 that the database made of it. */
  rows(table: ExportTable): AsyncIterable<PackedRows>;
  /** Counted by the database itself. */
  count(table: ExportTable): Promise<number>;
};

/** What an export holds before its cover page and its manifest are written. */
export type ExportContent = Pick<Manifest, 'tables' | 'files' | 'missing'>;

/**
 * Writes of every table a CSV file and an NDJSON file, as `RowWriter` does, with its JSON Schema. Answers with what the database
 * said of each.
 */
export async function writeTables(source: ExportSource, archive: Archive): Promise<ManifestTable[]> {
  const tables: ManifestTable[] = [];
  for (const table of source.tables) {
    const { name } = table;
    const digester = new TableDigester();
    const names = [`tables/${name}.csv`, `tables/${name}.ndjson`];
    const rows = await archive.addTogether(names, filesOf(table, source.rows(table), digester));
    const schema = `${JSON.stringify(jsonSchemaOf(table), undefined, 2)}\n`;
    const described = await archive.add(`tables/${name}.schema.json`, one(schema));
    const files = [...rows, { path: `tables/${name}.schema.json`, ...described }];
    const { digest } = digester.result();
    tables.push({ name, columns: [...table.columns], rows: await source.count(table), digest, files });
  }
  return tables;
}

/** The table's files in pieces, CSV and NDJSON; the hashes go to the digester as they come. */
async function* filesOf(
  table: ExportTable,
  rows: AsyncIterable<PackedRows>,
  digester: TableDigester,
): AsyncIterable<readonly Buffer[]> {
  const writer = new RowWriter(table);
  for await (const packed of rows) {
    eachRow(packed, (at) => {
      const record = at + LENGTH;
      const end = record + packed.readInt32BE(at);
      writer.add(packed, record, end);
      digester.addHash(packed, end + LENGTH);
    });
    if (writer.isFull) yield writer.take();
  }
  yield writer.take();
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

// eslint-disable-next-line @typescript-eslint/require-await -- a text that is there already, as the archive wants it
async function* one(text: string): AsyncIterable<string> {
  yield text;
}
