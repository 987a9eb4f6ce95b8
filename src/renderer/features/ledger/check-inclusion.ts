/** What a C2SP tlog-proof says, as far as checking the inclusion needs it. */
type Proof = {
  readonly index: number;
  readonly size: number;
  readonly root: string;
  readonly hashes: readonly Uint8Array[];
};

export type Inclusion = { readonly proven: boolean; readonly size: number; readonly root: string };

/**
 * Checks in this window, without asking the console again, that a leaf stands in the tree of the proof's checkpoint (RFC 9162
 * §2.1.3.2). `leafHash` is hexadecimal. The checkpoint's signature is checked by whoever verifies the whole ledger.
 */
export async function checkInclusion(leafHash: string, index: number, proofText: string): Promise<Inclusion> {
  const proof = parseProof(proofText);
  if (proof === undefined) return { proven: false, size: 0, root: '' };
  const root = await climb(bytesOfHex(leafHash), proof);
  const proven = proof.index === index && index < proof.size && root === proof.root;
  return { proven, size: proof.size, root: proof.root };
}

/** The C2SP tlog-proof: index, audit path, an empty line, and the checkpoint (origin, size, root in base64). */
function parseProof(text: string): Proof | undefined {
  const [head = '', ...rest] = text.split('\n\n');
  const index = /^index (\d+)$/m.exec(head)?.[1];
  const [, size, root] = rest.join('\n\n').split('\n');
  if (index === undefined || size === undefined || root === undefined || !/^\d+$/.test(size))
    return undefined;
  const hashes = head.split('\n').filter((line) => /^[A-Za-z0-9+/]{43}=$/.test(line));
  return {
    index: Number(index),
    size: Number(size),
    root: hex(bytesOfBase64(root)),
    hashes: hashes.map(bytesOfBase64),
  };
}

/** The root that leaf and audit path make together. */
async function climb(leaf: Uint8Array, { index, size, hashes }: Proof): Promise<string | undefined> {
  let [node, last, hash] = [index, size - 1, leaf];
  for (const sibling of hashes) {
    if (last === 0) return undefined;
    if (node % 2 === 1 || node === last) {
      hash = await nodeHash(sibling, hash);
      while (node % 2 === 0 && node !== 0) [node, last] = [node / 2, Math.floor(last / 2)];
    } else hash = await nodeHash(hash, sibling);
    [node, last] = [Math.floor(node / 2), Math.floor(last / 2)];
  }
  return last === 0 ? hex(hash) : undefined;
}

/** RFC 6962 §2.1: SHA-256 over 0x01, left and right. */
async function nodeHash(left: Uint8Array, right: Uint8Array): Promise<Uint8Array> {
  const input = new Uint8Array(1 + left.length + right.length);
  input[0] = 1;
  input.set(left, 1);
  input.set(right, 1 + left.length);
  return new Uint8Array(await crypto.subtle.digest('SHA-256', input));
}

const bytesOfBase64 = (text: string): Uint8Array =>
  Uint8Array.from(atob(text), (letter) => letter.charCodeAt(0));
const bytesOfHex = (text: string): Uint8Array =>
  Uint8Array.from(text.match(/../g) ?? [], (pair) => Number.parseInt(pair, 16));
const hex = (bytes: Uint8Array): string =>
  [...bytes].map((byte) => byte.toString(16).padStart(2, '0')).join('');
