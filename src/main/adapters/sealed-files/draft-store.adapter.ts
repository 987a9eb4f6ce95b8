import { mkdir, readdir, readFile, rm } from 'node:fs/promises';
import { join } from 'node:path';
import writeFileAtomic from 'write-file-atomic';
import { OperatorError } from '../../../shared/errors/operator-error.ts';
import type { Draft, DraftStore } from '../../ports/draft-store.port.ts';
import type { IdSource } from '../../ports/id-source.port.ts';
import type { Keychain } from '../../ports/keychain.port.ts';
import { openSealed, sealBytes, sealingKey, withHomeError } from './sealed-bytes.ts';

const ending = '.draft';

/** One file a draft, AES-256-GCM under a key from the keychain: nonce, tag, ciphertext. */
export function sealedDraftFiles(parts: {
  readonly folder: string;
  readonly keychain: Keychain;
  readonly ids: IdSource;
}): DraftStore {
  const { folder, keychain, ids } = parts;
  const place = (draftId: string): string => join(folder, `${draftId}${ending}`);
  return {
    save: async (draft) => {
      const sealed = sealBytes(Buffer.from(JSON.stringify(draft)), await sealingKey(keychain, ids), ids);
      await withHomeError(async () => {
        await mkdir(folder, { recursive: true, mode: 0o700 });
        await writeFileAtomic(place(draft.draftId), sealed, { mode: 0o600 });
      });
    },
    list: async () => {
      const names = await withHomeError(() => namesIn(folder));
      if (names.length === 0) return [];
      const key = await sealingKey(keychain, ids);
      const drafts = names.map(async (name) => open(await readFile(join(folder, name)), key));
      return (await Promise.all(drafts)).sort((a, b) => (a.savedAt < b.savedAt ? 1 : -1));
    },
    remove: async (draftId) => {
      const isThere = (await withHomeError(() => namesIn(folder))).includes(`${draftId}${ending}`);
      if (isThere) await withHomeError(() => rm(place(draftId)));
      return isThere;
    },
  };
}

function open(sealed: Buffer, key: Uint8Array): Draft {
  try {
    return JSON.parse(openSealed(sealed, key).toString('utf8')) as Draft;
  } catch (cause) {
    throw new OperatorError('E_DRAFT_DAMAGED', { cause });
  }
}

async function namesIn(folder: string): Promise<readonly string[]> {
  try {
    return (await readdir(folder)).filter((name) => name.endsWith(ending));
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return [];
    throw error;
  }
}
