import { spawnSync } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { zipExports } from '../../../../../src/main/adapters/zip/export-files.adapter.ts';
import { checkExport } from '../../../../../src/main/privacy/export/check-export.ts';
import { closeExport, writeTables } from '../../../../../src/main/privacy/export/write-export.ts';
import type { Manifest } from '../../../../../src/main/privacy/export/manifest.ts';
import type { ExportFiles } from '../../../../../src/main/ports/export-files.port.ts';
import { noCiphers } from '../../../../helpers/no-ciphers.ts';
import { digestOf, packedRows } from '../../../../helpers/packed-rows.ts';

const runId = 'run_1';
const table = { name: 'notes', columns: [{ name: 'text', type: 'text', nullable: false }] };
const about = { tenantId: 't', legalName: 'T', runId, exportedAt: '', environment: 'sandbox' };
const rows = Array.from({ length: 3_000 }, (_, at) => [`${at} ${'–'.repeat(at % 500)}`]);

let folder: string;
let files: ExportFiles;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'exports-'));
  files = zipExports({ folder, ciphers: noCiphers });
});
afterEach(() => rmSync(folder, { recursive: true }));

/** A few rows at a time, as a server sends them. */
// eslint-disable-next-line @typescript-eslint/require-await -- a stream, as the source of an export is
async function* sent(until = rows.length) {
  for (let at = 0; at < until; at += 100) yield packedRows(table, rows.slice(at, at + 100));
  if (until < rows.length) throw new Error('the snapshot is gone');
}

const write = (stream: () => AsyncIterable<Buffer>, done: (manifest: Manifest) => void) =>
  files.write(runId, new Date(0), async (archive) => {
    const source = { tables: [table], rows: stream, count: () => Promise.resolve(rows.length) };
    const tables = await writeTables(source, archive);
    done(await closeExport({ tables, files: [], missing: [] }, about, archive.add));
  });

test('files of many pieces come back as the rows that went in, and nothing beside the archive stays', async () => {
  const manifest = Promise.withResolvers<Manifest>();
  await write(() => sent(), manifest.resolve);
  const written = await manifest.promise;
  await expect(checkExport(written, (name) => files.read(runId, name))).resolves.toBeUndefined();
  expect(written.tables[0]).toMatchObject(digestOf(table, rows));
  expect(readdirSync(folder)).toEqual([`${runId}.zip`]);
});

// eslint-disable-next-line @typescript-eslint/require-await -- a stream, as the source of an export is
async function* alone(pieces: readonly Uint8Array[]) {
  for (const piece of pieces) yield [piece];
}

test('what cannot be packed any smaller comes back as it was, however much of it there is', async () => {
  const pieces = Array.from({ length: 24 }, () => randomBytes(500_001));
  await files.write(runId, new Date(0), async (archive) => {
    await archive.addTogether(['a'], alone(pieces));
  });
  const back: Uint8Array[] = [];
  for await (const piece of files.read(runId, 'a')) back.push(piece);
  expect(Buffer.concat(back).equals(Buffer.concat(pieces))).toBe(true);
});

test('an export that ends early leaves nothing', async () => {
  await expect(
    write(
      () => sent(2_000),
      () => undefined,
    ),
  ).rejects.toThrow('the snapshot is gone');
  expect(readdirSync(folder)).toEqual([]);
});

/** So much of it that a disk of two MB is full while it comes, and one of four while the archive is put together. */
const noise = randomBytes(400_000);

// eslint-disable-next-line @typescript-eslint/require-await -- a stream, as the source of an export is
async function* pairs() {
  for (let at = 0; at < 4; at += 1) yield [noise, noise];
}

test.for([
  ['while it comes', '2m'],
  ['while the archive is put together', '4m'],
])('a disk that is full %s is told by its code, and nothing stays', async ([, size], { skip }) => {
  if (spawnSync('mount', ['-t', 'tmpfs', '-o', `size=${size}`, 'tmpfs', folder]).status !== 0)
    skip('a small disk can be mounted by root on Linux only');
  try {
    const writing = files.write(runId, new Date(0), async (archive) => {
      await archive.addTogether(['a', 'b'], pairs());
    });
    await expect(writing).rejects.toMatchObject({ code: 'E_HOME_UNUSABLE' });
    expect(readdirSync(folder)).toEqual([]);
  } finally {
    spawnSync('umount', ['-l', folder]);
  }
});
