import { createCipheriv, createDecipheriv } from 'node:crypto';
import { mkdir, readdir, readFile, rm } from 'node:fs/promises';
import { join } from 'node:path';
import writeFileAtomic from 'write-file-atomic';
import { OperatorError } from '../../../shared/errors/operator-error.ts';
import { Secret } from '../../../shared/model/secret.ts';
import type { Draft, DraftStore } from '../../ports/draft-store.port.ts';
import type { IdSource } from '../../ports/id-source.port.ts';
import type { Keychain } from '../../ports/keychain.port.ts';

const KEY_NAME = 'draft-key';
const KEY_BYTES = 32;
const NONCE_BYTES = 12;
const TAG_BYTES = 16;
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
      const sealed = seal(draft, await keyOf(keychain, ids), ids.bytes(NONCE_BYTES));
      await withHomeError(async () => {
        await mkdir(folder, { recursive: true, mode: 0o700 });
        await writeFileAtomic(place(draft.draftId), sealed, { mode: 0o600 });
      });
    },
    list: async () => {
      const names = await withHomeError(() => namesIn(folder));
      if (names.length === 0) return [];
      const key = await keyOf(keychain, ids);
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

function seal(draft: Draft, key: Uint8Array, nonce: Uint8Array): Buffer {
  const cipher = createCipheriv('aes-256-gcm', key, nonce);
  const text = Buffer.concat([cipher.update(JSON.stringify(draft), 'utf8'), cipher.final()]);
  return Buffer.concat([nonce, cipher.getAuthTag(), text]);
}

function open(sealed: Buffer, key: Uint8Array): Draft {
  try {
    const decipher = createDecipheriv('aes-256-gcm', key, sealed.subarray(0, NONCE_BYTES));
    decipher.setAuthTag(sealed.subarray(NONCE_BYTES, NONCE_BYTES + TAG_BYTES));
    const text = decipher.update(sealed.subarray(NONCE_BYTES + TAG_BYTES));
    return JSON.parse(Buffer.concat([text, decipher.final()]).toString('utf8')) as Draft;
  } catch (cause) {
    throw new OperatorError('E_DRAFT_DAMAGED', { cause });
  }
}

async function keyOf(keychain: Keychain, ids: IdSource): Promise<Uint8Array> {
  const known = await keychain.get(KEY_NAME);
  if (known !== undefined) return Buffer.from(known.reveal(), 'base64');
  const fresh = ids.bytes(KEY_BYTES);
  await keychain.set(KEY_NAME, new Secret(Buffer.from(fresh).toString('base64')));
  return fresh;
}

async function namesIn(folder: string): Promise<readonly string[]> {
  try {
    return (await readdir(folder)).filter((name) => name.endsWith(ending));
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return [];
    throw error;
  }
}

async function withHomeError<T>(work: () => Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (cause) {
    throw new OperatorError('E_HOME_UNUSABLE', { cause });
  }
}
