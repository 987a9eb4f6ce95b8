import { execFileSync } from 'node:child_process';
import { statSync } from 'node:fs';
import { dirname } from 'node:path';

/** Whom PostgreSQL runs as. It refuses to run as root. */
export type UnprivilegedUser = { readonly uid: number; readonly gid: number };

const CANDIDATES = ['postgres', 'nobody'];
const OTHERS_MAY_ENTER = 0o001;

/** The user to switch to when this process is root; undefined when it is not, and no switch is needed. */
export function unprivilegedUser(): UnprivilegedUser | undefined {
  if (process.getuid?.() !== 0) return undefined;
  for (const name of CANDIDATES) {
    const user = lookUp(name);
    if (user !== undefined) return user;
  }
  throw new Error(
    'Running as root, and this machine has neither a user "postgres" nor "nobody" to run PostgreSQL as.',
  );
}

function lookUp(name: string): UnprivilegedUser | undefined {
  try {
    const [uid, gid] = ['-u', '-g'].map((flag) =>
      Number(execFileSync('id', [flag, name], { stdio: 'pipe' })),
    );
    return uid === undefined || gid === undefined ? undefined : { uid, gid };
  } catch {
    return undefined; // `id` answers with an error for a user that does not exist
  }
}

/** True when everybody may enter every folder from the root down to `folder` (which must exist). */
export function isReachableByAll(folder: string): boolean {
  const above = dirname(folder);
  return (statSync(folder).mode & OTHERS_MAY_ENTER) !== 0 && (above === folder || isReachableByAll(above));
}
