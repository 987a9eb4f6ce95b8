import { createCipheriv, createDecipheriv, createHash, timingSafeEqual } from 'node:crypto';
import { hashRaw } from '@node-rs/argon2';
import { z } from 'zod';
import { OperatorError } from '../../../shared/errors/operator-error.ts';
import type { Secret } from '../../../shared/model/secret.ts';
import type { IdSource } from '../../ports/id-source.port.ts';
import type { Entries, EntriesCodec } from './file-keychain.ts';

const header = z.strictObject({
  format: z.literal('tenant-console-vault/1'),
  kdf: z.strictObject({
    name: z.literal('argon2id'),
    memoryKiB: z.int().min(19_456).max(1_048_576),
    passes: z.int().min(2).max(16),
    lanes: z.int().min(1).max(8),
    salt: z.base64().length(24),
  }),
  /** SHA-256 of the half of the derived bytes that encrypts nothing: tells a wrong passphrase from a damaged file. */
  check: z.base64().length(44),
});
const sealedFile = header.extend({
  nonce: z.base64().length(16),
  sealed: z.base64(),
  /** SHA-256 over everything above: finds damage without the passphrase. Against intent the seal stands, not this. */
  digest: z.hash('sha256'),
});

const pairs = z.array(z.tuple([z.string(), z.string()]));

type Header = z.output<typeof header>;
type SealedFile = z.output<typeof sealedFile>;

export type VaultKey = { readonly header: Header; readonly key: Uint8Array };

/** OWASP's Password Storage Cheat Sheet asks for at least 19 MiB and 2 passes; a vault is opened once a process, so it can take more. */
const cost = { memoryKiB: 65_536, passes: 3, lanes: 1 } as const;

/** The key and header of a new vault: a fresh salt. */
export async function newVaultKey(passphrase: Secret, ids: IdSource): Promise<VaultKey> {
  const kdf = { name: 'argon2id', ...cost, salt: base64(ids.bytes(16)) } as const;
  const { key, check } = await derive(passphrase, kdf);
  return { header: { format: 'tenant-console-vault/1', kdf, check }, key };
}

/** The key of an existing vault. Errors: `E_KEYCHAIN_WRONG_PASSPHRASE`, `E_KEYCHAIN_DAMAGED`. */
export async function vaultKeyOf(text: string, passphrase: Secret): Promise<VaultKey> {
  const { format, kdf, check } = parse(text);
  const derived = await derive(passphrase, kdf);
  if (!timingSafeEqual(Buffer.from(derived.check), Buffer.from(check)))
    throw new OperatorError('E_KEYCHAIN_WRONG_PASSPHRASE');
  return { header: { format, kdf, check }, key: derived.key };
}

/** AES-256-GCM over the entries as one JSON array of pairs, the header as additional data, a fresh nonce for every writing. */
export const vaultCodec = (vault: VaultKey, ids: IdSource): EntriesCodec => ({
  decode: (text) => open(vault, parse(text)),
  encode: (entries) => seal(vault, entries, ids.bytes(12)),
});

function seal({ header, key }: VaultKey, entries: Entries, nonce: Uint8Array): string {
  const cipher = createCipheriv('aes-256-gcm', key, nonce).setAAD(Buffer.from(JSON.stringify(header)));
  const text = JSON.stringify([...entries]);
  const sealed = Buffer.concat([cipher.update(text, 'utf8'), cipher.final(), cipher.getAuthTag()]);
  const content = { ...header, nonce: base64(nonce), sealed: base64(sealed) };
  return `${JSON.stringify({ ...content, digest: digestOf(content) }, null, 2)}\n`;
}

function open({ header, key }: VaultKey, file: SealedFile): Entries {
  const sealed = Buffer.from(file.sealed, 'base64');
  try {
    const decipher = createDecipheriv('aes-256-gcm', key, Buffer.from(file.nonce, 'base64'), {
      authTagLength: 16,
    })
      .setAAD(Buffer.from(JSON.stringify(header)))
      .setAuthTag(sealed.subarray(-16));
    const text = Buffer.concat([decipher.update(sealed.subarray(0, -16)), decipher.final()]).toString('utf8');
    return new Map(pairs.parse(JSON.parse(text)));
  } catch (error) {
    throw damaged(error);
  }
}

function parse(text: string | undefined): SealedFile {
  if (text === undefined) throw damaged(new Error('the file is gone'));
  try {
    const file = sealedFile.parse(JSON.parse(text));
    const { digest, ...content } = file;
    if (digestOf(content) !== digest) throw new Error('the digest does not fit');
    return file;
  } catch (error) {
    throw damaged(error);
  }
}

async function derive(passphrase: Secret, kdf: Header['kdf']) {
  // The same words typed on another system may be composed differently.
  const words = passphrase.reveal().normalize('NFKC');
  const bytes = await hashRaw(words, {
    memoryCost: kdf.memoryKiB,
    timeCost: kdf.passes,
    parallelism: kdf.lanes,
    salt: Buffer.from(kdf.salt, 'base64'),
    outputLen: 64,
  });
  return {
    key: bytes.subarray(0, 32),
    check: createHash('sha256').update(bytes.subarray(32)).digest('base64'),
  };
}

const digestOf = ({ format, kdf, check, nonce, sealed }: Omit<SealedFile, 'digest'>): string =>
  createHash('sha256')
    .update(JSON.stringify([format, kdf, check, nonce, sealed]))
    .digest('hex');

const base64 = (bytes: Uint8Array): string => Buffer.from(bytes).toString('base64');

const damaged = (cause: unknown) => new OperatorError('E_KEYCHAIN_DAMAGED', { cause });
