import { openAsBlob } from 'node:fs';
import { Readable } from 'node:stream';
import type { ReadableStream as WebStream } from 'node:stream/web';
import { pipeline } from 'node:stream/promises';
import { crc32, createInflateRaw } from 'node:zlib';
import { BlobReader, ZipReader, type FileEntry } from '@zip.js/zip.js';
import { OperatorError } from '../../../shared/errors/operator-error.ts';

/** DEFLATE, as ZIP numbers it (APPNOTE 4.4.5). */
export const DEFLATED = 8;

/**
 * Content of one file of an archive, unpacked in the thread pool and compared with the archive's own check.
 * Errors: `E_EXPORT_DAMAGED` with the name when the archive or the file is not there, or not whole.
 */
export async function* readEntry(file: string, name: string): AsyncGenerator<Uint8Array> {
  const entry = await damagedUnless(name, () => findEntry(file, name));
  const { readable, writable } = new TransformStream<Uint8Array<ArrayBuffer>, Uint8Array<ArrayBuffer>>();
  // What fails there also reaches the reader, by the stream.
  const read = entry.getData(writable, { passThrough: true }).catch(() => undefined);
  let sum = 0;
  try {
    for await (const piece of unpacked(entry, Readable.fromWeb(readable as WebStream))) {
      sum = crc32(piece, sum);
      yield piece;
    }
    if (sum !== entry.crc32) throw new RangeError('The check of the archive differs.');
  } catch (cause) {
    throw new OperatorError('E_EXPORT_DAMAGED', { details: { entry: name }, cause });
  }
  await read;
}

function unpacked({ compressionMethod }: FileEntry, packed: Readable): AsyncIterable<Buffer> {
  if (compressionMethod !== DEFLATED) return packed;
  const unpacker = createInflateRaw({ chunkSize: 2 ** 17 });
  // Whoever reads is told of a failure by the unpacker itself.
  pipeline(packed, unpacker).catch(() => undefined);
  return unpacker;
}

async function findEntry(file: string, name: string): Promise<FileEntry> {
  const zip = new ZipReader(new BlobReader(await openAsBlob(file)));
  const entries = await zip.getEntries();
  const entry = entries.find((each): each is FileEntry => each.filename === name && !each.directory);
  if (entry === undefined) throw new RangeError('The archive has no such file.');
  return entry;
}

async function damagedUnless<T>(entry: string, work: () => Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (cause) {
    throw new OperatorError('E_EXPORT_DAMAGED', { details: { entry }, cause });
  }
}
