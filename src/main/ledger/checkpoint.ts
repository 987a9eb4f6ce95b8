import { HASH_BYTES, type Hash } from './merkle-tree.ts';
import { openNote, signNote, type NoteVerifier } from './signed-note.ts';
import type { SigningKey } from './signing-key.ts';

/** What a checkpoint commits to. */
export type Checkpoint = {
  /** The name of the log. */
  readonly origin: string;
  readonly size: number;
  readonly root: Hash;
};

/** C2SP tlog-checkpoint, "Note text": origin, tree size in decimal, root hash in base64; one line each. */
export const formatCheckpoint = ({ origin, size, root }: Checkpoint): string =>
  `${origin}\n${size}\n${Buffer.from(root).toString('base64')}\n`;

const CHECKPOINT =
  /^(?<origin>[^\n]+)\n(?<size>0|[1-9][0-9]{0,15})\n(?<root>[A-Za-z0-9+/]{43}=)\n(?:[^\n]+\n)*$/;

/** The inverse. Extension lines are allowed and passed over; undefined when it is no checkpoint. */
export function parseCheckpoint(text: string): Checkpoint | undefined {
  const groups = CHECKPOINT.exec(text)?.groups;
  const root = Buffer.from(groups?.['root'] ?? '', 'base64');
  if (groups === undefined || root.length !== HASH_BYTES) return undefined;
  return { origin: groups['origin'] ?? '', size: Number(groups['size']), root };
}

/** The checkpoint as a signed note whose key is named like the origin. */
export const signCheckpoint = (checkpoint: Checkpoint, key: SigningKey): string =>
  signNote(formatCheckpoint(checkpoint), checkpoint.origin, key);

/** What a signed checkpoint of this log says; undefined when it is not one, or not signed by this key. */
export function openCheckpoint(note: string, verifier: NoteVerifier): Checkpoint | undefined {
  const text = openNote(note, verifier);
  const checkpoint = text === undefined ? undefined : parseCheckpoint(text);
  return checkpoint?.origin === verifier.name ? checkpoint : undefined;
}
