import { createHash } from 'node:crypto';
import { createReadStream, createWriteStream } from 'node:fs';
import { mkdir, open, rename, rm, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { Readable, Writable } from 'node:stream';
import { configure, ZipWriter } from '@zip.js/zip.js';
import { isOperatorError, OperatorError } from '../../../shared/errors/operator-error.ts';
import type {
  AddEntry,
  AgeRecipient,
  ExportFile,
  ExportFiles,
  ExportRecipient,
  OpenpgpRecipient,
} from '../../ports/export-files.port.ts';
import type { FileCipher } from '../../ports/file-cipher.port.ts';
import { readEntry } from './read-entry.ts';
import { CHUNK, Spool } from './spool.ts';

/** How files are encrypted to each kind of recipient. */
export type Ciphers = {
  readonly openpgp: (recipient: OpenpgpRecipient) => FileCipher;
  readonly age: (recipient: AgeRecipient) => FileCipher;
};

const cipherOf = (ciphers: Ciphers, recipient: ExportRecipient): FileCipher =>
  recipient.by === 'age' ? ciphers.age(recipient) : ciphers.openpgp(recipient);

const endings = { openpgp: 'pgp', age: 'age' } as const;

configure({ useWebWorkers: false, chunkSize: CHUNK });

/** Archives in one folder: `<run>.zip` while it is plain, then `<run>.export.zip`, ready to deliver, or `.pgp` or `.age` behind that. */
export function zipExports(parts: { readonly folder: string; readonly ciphers: Ciphers }): ExportFiles {
  const { folder, ciphers } = parts;
  const plain = (runId: string): string => join(folder, `${runId}.zip`);
  const spoolOf = (runId: string): string => join(folder, `${runId}.spool`);
  const delivered = (runId: string): string => `${runId}.export.zip`;
  const encrypted = (runId: string, by: ExportRecipient['by']): string =>
    `${delivered(runId)}.${endings[by]}`;
  const ready = (runId: string): readonly string[] => [
    delivered(runId),
    encrypted(runId, 'openpgp'),
    encrypted(runId, 'age'),
  ];
  const find = async (runId: string): Promise<ExportFile | undefined> => {
    for (const file of ready(runId)) if (await isThere(join(folder, file))) return describe(folder, file);
    return undefined;
  };
  return {
    find,
    check: async (recipient) => {
      if (recipient !== undefined) await cipherOf(ciphers, recipient).check();
    },
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
        const file = recipient ? encrypted(runId, recipient.by) : delivered(runId);
        if (recipient === undefined) await rename(plain(runId), join(folder, file));
        else {
          const cipher = cipherOf(ciphers, recipient);
          await wholly(join(folder, file), (partial) => cipher.encrypt(plain(runId), partial));
          await rm(plain(runId));
        }
        return describe(folder, file);
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
