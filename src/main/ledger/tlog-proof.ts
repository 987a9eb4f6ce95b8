import { HASH_BYTES, type Hash } from './merkle-tree.ts';

/** Everything that shows offline that a log holds an entry. */
export type TlogProof = {
  readonly index: number;
  /** RFC 6962 §2.1.1, leaf's sibling first. */
  readonly hashes: readonly Hash[];
  /** The signed checkpoint, verbatim. */
  readonly checkpoint: string;
};

const HEADER = 'c2sp.org/tlog-proof@v1';

/** C2SP tlog-proof. To be kept in a file named `*.tlog-proof`. */
export const formatTlogProof = ({ index, hashes, checkpoint }: TlogProof): string =>
  [
    HEADER,
    `index ${index}`,
    ...hashes.map((hash) => Buffer.from(hash).toString('base64')),
    '',
    checkpoint,
  ].join('\n');

const PROOF =
  /^c2sp\.org\/tlog-proof@v1\n(?:extra [A-Za-z0-9+/]*={0,2}\n)?index (?<index>0|[1-9][0-9]{0,15})\n(?<hashes>(?:[A-Za-z0-9+/]{43}=\n)*)\n(?<checkpoint>[^]+)$/;

/** The inverse; undefined when it is no proof. Extra data is passed over: nobody vouches for it. */
export function parseTlogProof(text: string): TlogProof | undefined {
  const groups = PROOF.exec(text)?.groups;
  if (groups === undefined) return undefined;
  const hashes = (groups['hashes'] ?? '').split('\n').slice(0, -1).map(decode);
  if (hashes.some((hash) => hash.length !== HASH_BYTES)) return undefined;
  return { index: Number(groups['index']), hashes, checkpoint: groups['checkpoint'] ?? '' };
}

const decode = (base64: string): Hash => Buffer.from(base64, 'base64');
