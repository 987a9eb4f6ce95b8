import { createWriteStream } from 'node:fs';
import { open, type FileHandle } from 'node:fs/promises';
import { pipeline } from 'node:stream/promises';
import { constants, createDeflateRaw, type DeflateRaw } from 'node:zlib';

const PIECE = 2 ** 19;

/** Speed before size. */
const fast = { level: constants.Z_BEST_SPEED, memLevel: 9, chunkSize: 2 ** 17 } as const;

/** Writes a file beside another: the same as one stream of DEFLATE (RFC 1951), packed in the thread pool. */
export async function packFile(from: string, to: string): Promise<void> {
  await using file = await open(from);
  const packer = createDeflateRaw(fast);
  // What goes wrong on either side is told by the pipeline alone, and as what it was.
  const fed = feed(packer, file).catch((error: unknown) => packer.destroy(error as Error));
  await Promise.all([pipeline(packer, createWriteStream(to, { mode: 0o600 })), fed]);
}

async function feed(packer: DeflateRaw, file: FileHandle): Promise<void> {
  // One piece of memory for all: fresh memory for each would cost more than packing it.
  const piece = Buffer.allocUnsafeSlow(PIECE);
  for (;;) {
    const { bytesRead } = await file.read(piece, 0, PIECE);
    if (bytesRead === 0) break;
    await packed(packer, piece.subarray(0, bytesRead));
  }
  packer.end();
}

const packed = (packer: DeflateRaw, piece: Buffer): Promise<void> =>
  new Promise((resolve, reject) =>
    packer.write(piece, (error) => {
      if (error) reject(error);
      else resolve();
    }),
  );
