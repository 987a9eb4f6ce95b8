import { createHash } from 'node:crypto';
import { globSync, readFileSync } from 'node:fs';
import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { build } from 'electron-vite';
import { lock } from 'proper-lockfile';

const root = resolve(import.meta.dirname, '..', '..');
const stamp = join(root, 'out', 'built-from');
const cache = join(root, 'node_modules', '.cache', 'build');

/** All that decides what the build writes. */
const ingredients = ['src/{main,preload,renderer,shared}/**/*', 'electron.config.ts', 'package-lock.json'];

function digestOfSource(): string {
  const digest = createHash('sha256');
  const files = ingredients.flatMap((pattern) => globSync(pattern, { cwd: root, withFileTypes: true }));
  const paths = files.filter((file) => file.isFile()).map(({ parentPath, name }) => join(parentPath, name));
  for (const path of paths.toSorted()) digest.update(path).update(readFileSync(path));
  return digest.digest('hex');
}

/** Builds window, preload and screens into `out/` and notes from which source. */
export async function buildConsole(): Promise<void> {
  const source = digestOfSource();
  await build({ root, configFile: join(root, 'electron.config.ts'), logLevel: 'warn' });
  await writeFile(stamp, source);
}

/** Builds when what is in `out/` comes from another source than the present one. Several processes may ask at once. */
export async function buildWhenStale(say: (text: string) => void = () => undefined): Promise<void> {
  if (await isFresh()) return;
  await mkdir(cache, { recursive: true });
  const release = await lock(cache, {
    stale: 60_000,
    retries: { retries: 120, minTimeout: 500, maxTimeout: 500 },
  });
  try {
    if (await isFresh()) return;
    say('Building the console’s screens …');
    await buildConsole();
  } finally {
    await release();
  }
}

const isFresh = async (): Promise<boolean> =>
  (await readFile(stamp, 'utf8').catch(() => 'nothing')) === digestOfSource();
