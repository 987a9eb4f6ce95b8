import { createHash } from 'node:crypto';
import { createReadStream, createWriteStream, openAsBlob } from 'node:fs';
import { mkdir, open, rename, rm, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { Readable, Writable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { BlobReader, configure, ZipReader, ZipWriter, type FileEntry } from '@zip.js/zip.js';
import { isOperatorError, OperatorError } from '../../../shared/errors/operator-error.ts';
import type { AddEntry, ExportFile, ExportFiles, ExportRecipient } from '../../ports/export-files.port.ts';
import { Spool } from './spool.ts';

/** Encrypts a stream to its recipient. Errors: `E_SHARE_KEY_…`. */
export type EncryptStream = (
  plain: ReadableStream<Uint8Array>,
  recipient: ExportRecipient,
) => Promise<ReadableStream<Uint8Array>>;

configure({ useWebWorkers: false });

/** Archives in one folder: `<run>.zip` while it is plain, then `<run>.export.zip` or `<run>.export.zip.pgp`, ready to deliver. */
export function zipExports(parts: { readonly folder: string; readonly encrypt: EncryptStream }): ExportFiles {
  const { folder, encrypt } = parts;
  const plain = (runId: string): string => join(folder, `${runId}.zip`);
  const spoolOf = (runId: string): string => join(folder, `${runId}.spool`);
  const ready = (runId: string): readonly string[] => [`${runId}.export.zip`, `${runId}.export.zip.pgp`];
  const find = async (runId: string): Promise<ExportFile | undefined> => {
    for (const file of ready(runId)) if (await isThere(join(folder, file))) return describe(folder, file);
    return undefined;
  };
  return {
    find,
    write: (runId, modifiedAt, fill) =>
      withFileErrors(async () => {
        await mkdir(folder, { recursive: true, mode: 0o700 });
        await wholly(plain(runId), async (partial) => {
          const sink = createWriteStream(partial, { mode: 0o600, flush: true });
          const zip = new ZipWriter(Writable.toWeb(sink), { zip64: true, lastModDate: modifiedAt });
          await using spool = new Spool(spoolOf(runId));
          await fill({
            add: (name, content) => addEntry(zip, name, content),
            addTogether: (names, pieces) => spool.addTogether(names, pieces),
          });
          await spool.moveTo(zip);
          await zip.close();
        });
      }),
    read: (runId, name) => readEntry(plain(runId), name),
    seal: (runId, recipient) =>
      withFileErrors(async () => {
        const sealed = await find(runId);
        if (sealed !== undefined) return sealed;
        const [delivered = '', encrypted = ''] = ready(runId);
        if (recipient === undefined) await rename(plain(runId), join(folder, delivered));
        else {
          await wholly(join(folder, encrypted), async (partial) => {
            const source = Readable.toWeb(createReadStream(plain(runId))) as ReadableStream<Uint8Array>;
            const cipher = await encrypt(source, recipient);
            await pipeline(
              Readable.fromWeb(cipher as never),
              createWriteStream(partial, { mode: 0o600, flush: true }),
            );
          });
          await rm(plain(runId));
        }
        return describe(folder, recipient === undefined ? delivered : encrypted);
      }),
    remove: (runId) =>
      withFileErrors(async () => {
        const files = [plain(runId), ...ready(runId).map((name) => join(folder, name))];
        for (const file of [...files, spoolOf(runId)]) await rm(file, { force: true, recursive: true });
      }),
  };
}

const addEntry = async (
  zip: ZipWriter<unknown>,
  name: string,
  content: AsyncIterable<string | Uint8Array>,
): ReturnType<AddEntry> => {
  const hash = createHash('sha256');
  let bytes = 0;
  async function* measured(): AsyncIterable<Uint8Array> {
    for await (const piece of content) {
      const encoded = Buffer.from(piece);
      hash.update(encoded);
      bytes += encoded.byteLength;
      yield encoded;
    }
  }
  await zip.add(name, Readable.toWeb(Readable.from(measured(), { objectMode: false })) as ReadableStream);
  return { bytes, sha256: hash.digest('hex') };
};

async function* readEntry(file: string, name: string): AsyncIterable<Uint8Array> {
  const zip = new ZipReader(new BlobReader(await damagedUnless(() => openAsBlob(file))));
  const entries = await damagedUnless(() => zip.getEntries());
  const entry = entries.find((each): each is FileEntry => each.filename === name && !each.directory);
  if (entry === undefined) throw new OperatorError('E_EXPORT_DAMAGED', { details: { entry: name } });
  const { readable, writable } = new TransformStream<Uint8Array, Uint8Array>();
  // Its failure also reaches the reader, by the stream.
  const done = entry.getData(writable, { checkSignature: true }).catch(() => undefined);
  try {
    for await (const piece of readable) yield piece;
  } catch (cause) {
    throw new OperatorError('E_EXPORT_DAMAGED', { details: { entry: name }, cause });
  }
  await done;
  await zip.close();
}

async function damagedUnless<T>(work: () => Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (cause) {
    throw new OperatorError('E_EXPORT_DAMAGED', { cause });
  }
}

async function isThere(file: string): Promise<boolean> {
  try {
    return (await stat(file)).isFile();
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return false;
    throw error;
  }
}

async function describe(folder: string, file: string): Promise<ExportFile> {
  const hash = createHash('sha256');
  let bytes = 0;
  for await (const piece of createReadStream(join(folder, file)) as AsyncIterable<Buffer>) {
    hash.update(piece);
    bytes += piece.byteLength;
  }
  return { file, bytes, sha256: hash.digest('hex') };
}

/** Under its name only when it is whole and on the disk; a failure leaves nothing. */
async function wholly(file: string, write: (partial: string) => Promise<void>): Promise<void> {
  const partial = `${file}.partial`;
  try {
    await write(partial);
    const handle = await open(partial);
    await handle.sync();
    await handle.close();
    await rename(partial, file);
  } catch (error) {
    await rm(partial, { force: true });
    throw error;
  }
}

async function withFileErrors<T>(work: () => Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (cause) {
    if (isOperatorError(cause)) throw cause;
    const isFileError = cause instanceof Error && 'syscall' in cause;
    if (isFileError) throw new OperatorError('E_HOME_UNUSABLE', { cause });
    throw cause;
  }
}
