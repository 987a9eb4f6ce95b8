// Somebody else's reader of our log. It knows the public specifications (C2SP tlog-tiles, tlog-checkpoint, signed-note,
// tlog-proof, RFC 6962, DSSE) and Node's cryptography, and shares no line with the product.
import { createHash, createPublicKey, verify, type KeyObject } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';

type Checkpoint = { readonly origin: string; readonly size: number; readonly root: string };

const sha256 = (...parts: readonly Uint8Array[]): Buffer =>
  parts
    .reduce<ReturnType<typeof createHash>>((hash, part) => hash.update(part), createHash('sha256'))
    .digest();

const ed25519 = (raw: Uint8Array): KeyObject =>
  createPublicKey({
    key: { kty: 'OKP', crv: 'Ed25519', x: Buffer.from(raw).toString('base64url') },
    format: 'jwk',
  });

function requireTrue(condition: boolean, claim: string): asserts condition {
  if (!condition) throw new Error(`The log does not hold: ${claim}`);
}

/** C2SP signed-note and tlog-checkpoint: what the note says, when its key signed it. */
export function readCheckpoint(note: string, verifierKey: string): Checkpoint {
  const [, name = '', id = '', key = ''] = /^(.+)\+([0-9a-f]{8})\+(.+)$/.exec(verifierKey) ?? [];
  const typed = Buffer.from(key, 'base64');
  requireTrue(typed[0] === 1, 'the key is an Ed25519 key');
  requireTrue(
    sha256(Buffer.from(`${name}\n`), typed)
      .subarray(0, 4)
      .toString('hex') === id,
    'the key has its id',
  );
  requireTrue(note.endsWith('\n'), 'the note ends in a newline');
  const split = note.lastIndexOf('\n\n');
  const text = note.slice(0, split + 1);
  const line = note
    .slice(split + 2)
    .split('\n')
    .find((each) => each.startsWith(`— ${name} `));
  const signature = Buffer.from(line?.split(' ')[2] ?? '', 'base64');
  requireTrue(signature.subarray(0, 4).toString('hex') === id, 'the note is signed with the key');
  requireTrue(
    verify(null, Buffer.from(text), ed25519(typed.subarray(1)), signature.subarray(4)),
    'the signature is good',
  );
  const [origin = '', size = '', root = ''] = text.split('\n');
  return { origin, size: Number(size), root };
}

/** C2SP tlog-tiles: the path of tile `n` at a level, partial when it is not 256 wide. */
function path(kind: string, n: number, width: number): string {
  const threes: string[] = [];
  for (let rest = n, first = true; first || rest > 0; rest = Math.floor(rest / 1000), first = false) {
    threes.unshift(`${first ? '' : 'x'}${String(rest % 1000).padStart(3, '0')}`);
  }
  return `tile/${kind}/${threes.join('/')}${width < 256 ? `.p/${width}` : ''}`;
}

const tileWidth = (hashes: number, n: number): number => Math.min(256, hashes - n * 256);

/** RFC 6962 §2.1 over hashes that are already those of leaves or of complete subtrees of one height. */
function merkle(hashes: readonly Uint8Array[]): Uint8Array {
  if (hashes.length === 0) return sha256();
  if (hashes.length === 1) return hashes[0]!;
  let k = 1;
  while (k * 2 < hashes.length) k *= 2;
  return sha256(Buffer.of(1), merkle(hashes.slice(0, k)), merkle(hashes.slice(k)));
}

function entriesOf(dir: string, size: number): readonly Buffer[] {
  const entries: Buffer[] = [];
  for (let n = 0; n * 256 < size; n += 1) {
    const bundle = readFileSync(join(dir, path('entries', n, tileWidth(size, n))));
    for (let at = 0; at < bundle.length;) {
      const length = bundle.readUInt16BE(at);
      entries.push(bundle.subarray(at + 2, at + 2 + length));
      at += 2 + length;
    }
  }
  return entries;
}

function hashesOf(dir: string, level: number, count: number): readonly Buffer[] {
  const hashes: Buffer[] = [];
  for (let n = 0; n * 256 < count; n += 1) {
    const tile = readFileSync(join(dir, path(String(level), n, tileWidth(count, n))));
    requireTrue(tile.length === tileWidth(count, n) * 32, 'a tile is as wide as its name says');
    for (let at = 0; at < tile.length; at += 32) hashes.push(tile.subarray(at, at + 32));
  }
  return hashes;
}

/** DSSE: the payload, when the key that it names for itself signed it. */
function readEnvelope(bytes: Buffer, keys: Map<string, KeyObject>): Record<string, unknown> {
  const envelope = JSON.parse(bytes.toString()) as {
    payload: string;
    payloadType: string;
    signatures: { keyid: string; sig: string }[];
  };
  const body = Buffer.from(envelope.payload, 'base64');
  const payload = JSON.parse(body.toString()) as Record<string, unknown>;
  if (payload['type'] === 'identity.created' && keys.size === 0) {
    const { keyId, publicKey } = payload['data'] as { keyId: string; publicKey: string };
    keys.set(keyId, ed25519(Buffer.from(publicKey, 'base64')));
  }
  const header = Buffer.from(`DSSEv1 ${envelope.payloadType.length} ${envelope.payloadType} ${body.length} `);
  const [signature] = envelope.signatures;
  const key = keys.get(signature!.keyid);
  requireTrue(key !== undefined, 'an entry is signed by a key of the log');
  requireTrue(
    verify(null, Buffer.concat([header, body]), key, Buffer.from(signature!.sig, 'base64')),
    'the entry is signed',
  );
  return payload;
}

/** Reads an exported log to its end; answers with what its entries say. Throws when anything does not hold. */
export function readExportedLog(dir: string, verifierKey: string): readonly Record<string, unknown>[] {
  const checkpoint = readCheckpoint(readFileSync(join(dir, 'checkpoint'), 'utf8'), verifierKey);
  const entries = entriesOf(dir, checkpoint.size);
  const leaves = entries.map((entry) => sha256(Buffer.of(0), entry));
  requireTrue(
    Buffer.from(merkle(leaves)).toString('base64') === checkpoint.root,
    'the entries make the root',
  );
  let below: readonly Uint8Array[] = leaves;
  for (let level = 0; below.length > 0; level += 1) {
    const stored = hashesOf(dir, level, below.length);
    requireTrue(
      Buffer.concat(stored).equals(Buffer.concat(below)),
      `level ${level} has the hashes of its subtrees`,
    );
    const full = Math.floor(below.length / 256);
    below = Array.from({ length: full }, (_, n) => merkle(stored.slice(n * 256, (n + 1) * 256)));
  }
  const keys = new Map<string, KeyObject>();
  return entries.map((entry) => readEnvelope(entry, keys));
}

/** C2SP tlog-proof: checks that `entry` is in the log; answers with its index. */
export function checkProof(proof: string, entry: Uint8Array, verifierKey: string): number {
  const [head = '', ...rest] = proof.split('\n\n');
  const [header, indexLine = '', ...hashes] = head.split('\n');
  requireTrue(header === 'c2sp.org/tlog-proof@v1', 'it is a tlog-proof');
  const index = Number(/^index (\d+)$/.exec(indexLine)?.[1]);
  const { size, root } = readCheckpoint(rest.join('\n\n'), verifierKey);
  requireTrue(index < size, 'the index is in the log');
  let hash = sha256(Buffer.of(0), entry);
  let [place, last] = [index, size - 1];
  for (const sibling of hashes.map((each) => Buffer.from(each, 'base64'))) {
    if (place % 2 === 1 || place === last) {
      hash = sha256(Buffer.of(1), sibling, hash);
      while (place % 2 === 0 && place !== 0) [place, last] = [place / 2, Math.floor(last / 2)];
    } else {
      hash = sha256(Buffer.of(1), hash, sibling);
    }
    [place, last] = [Math.floor(place / 2), Math.floor(last / 2)];
  }
  requireTrue(last === 0 && hash.toString('base64') === root, 'the path leads to the root');
  return index;
}
