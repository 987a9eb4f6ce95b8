import { existsSync, mkdirSync, statSync } from 'node:fs';
import { join } from 'node:path';

/** Where folders go that another user must reach when the console's own are private; it survives a restart. */
const SHARED_PLACE = '/var/tmp';

/** Others may pass through, but see nothing. */
export const PASSABLE = 0o711;

export const inSharedPlace = (name: string): string => join(SHARED_PLACE, name);

/**
 * Makes a folder that others may pass through. Anybody can make a folder in a shared place: one that is not ours is refused.
 */
export function ownFolder(path: string): void {
  mkdirSync(path, { recursive: true, mode: PASSABLE });
  refuseForeign(path);
}

/** True when there is such a folder and it is ours. */
export function ownFolderExists(path: string): boolean {
  if (!existsSync(path)) return false;
  refuseForeign(path);
  return true;
}

function refuseForeign(path: string): void {
  if (statSync(path).uid !== process.getuid?.())
    throw new Error(`${path} belongs to another user. Remove it.`);
}
