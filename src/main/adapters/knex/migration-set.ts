import { createHash } from 'node:crypto';
import { statSync, type Stats } from 'node:fs';
import { readdir, readFile } from 'node:fs/promises';
import { extname, join } from 'node:path';
import { OperatorError } from '../../../shared/errors/operator-error.ts';
import type { MigrationSet } from '../../ports/migrations.port.ts';

export const extensions = ['.js', '.cjs', '.mjs', '.ts'];

type Read = { readonly asOf: string; readonly set: MigrationSet };

/** By folder. A fleet asks twice a tenant, and sixty files are slow to read. */
const read = new Map<string, Read>();

/** The set as the folder holds it now. Its files are read again when one of them is not the file that was read. */
export async function readSet(folder: string): Promise<MigrationSet> {
  const names = await namesIn(folder);
  const asOf = stateOf(folder, names);
  const before = read.get(folder);
  if (before?.asOf === asOf) return before.set;
  const set = { digest: await digestOf(folder, names), names };
  read.set(folder, { asOf, set });
  return set;
}

async function digestOf(folder: string, names: readonly string[]): Promise<string> {
  const hash = createHash('sha256');
  for (const name of names) {
    const content = createHash('sha256').update(await readFile(join(folder, name)));
    hash.update(JSON.stringify([name, content.digest('hex')]));
  }
  return hash.digest('hex');
}

/** The time of the last change of the inode stands in for the content: unlike that of the content, nobody can set it back. */
const stateOf = (folder: string, names: readonly string[]): string =>
  JSON.stringify(names.map((name) => [name, ...marksOf(statSync(join(folder, name)))]));

const marksOf = ({ dev, ino, size, mtimeMs, ctimeMs }: Stats): readonly number[] => [
  dev,
  ino,
  size,
  mtimeMs,
  ctimeMs,
];

async function namesIn(folder: string): Promise<readonly string[]> {
  try {
    return (await readdir(folder)).filter((name) => extensions.includes(extname(name))).sort();
  } catch (cause) {
    throw new OperatorError('E_MIGRATIONS_FAILED', {
      message: 'The folder of migrations cannot be read.',
      details: { folder },
      cause,
    });
  }
}
