import { mkdir, readFile, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { gunzip, gzip } from 'node:zlib';
import writeFileAtomic from 'write-file-atomic';
import { OperatorError } from '../../../shared/errors/operator-error.ts';
import type { IdSource } from '../../ports/id-source.port.ts';
import type { Keychain } from '../../ports/keychain.port.ts';
import type { KnownValues } from '../../ports/known-values.port.ts';
import { openSealed, sealBytes, sealingKey, withHomeError } from './sealed-bytes.ts';

const [pack, unpack] = [promisify(gzip), promisify(gunzip)];

/** One sealed file a run: values as JSON, packed. */
export function sealedKnownValues(parts: {
  readonly folder: string;
  readonly keychain: Keychain;
  readonly ids: IdSource;
}): KnownValues {
  const { folder, keychain, ids } = parts;
  const place = (runId: string): string => join(folder, `${runId}.values`);
  return {
    save: async (runId, values) => {
      const packed = await pack(JSON.stringify(values));
      const sealed = sealBytes(packed, await sealingKey(keychain, ids), ids);
      await withHomeError(async () => {
        await mkdir(folder, { recursive: true, mode: 0o700 });
        await writeFileAtomic(place(runId), sealed, { mode: 0o600 });
      });
    },
    load: async (runId) => {
      const sealed = await withHomeError(() => bytesOf(place(runId)));
      return sealed === undefined ? undefined : open(sealed, await sealingKey(keychain, ids));
    },
    remove: (runId) => withHomeError(() => rm(place(runId), { force: true })),
  };
}

async function open(sealed: Buffer, key: Uint8Array): Promise<readonly string[]> {
  try {
    return JSON.parse((await unpack(openSealed(sealed, key))).toString('utf8')) as string[];
  } catch (cause) {
    throw new OperatorError('E_KNOWN_VALUES_LOST', { cause });
  }
}

async function bytesOf(file: string): Promise<Buffer | undefined> {
  try {
    return await readFile(file);
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return undefined;
    throw error;
  }
}
