import { existsSync, readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';

const folder = resolve(import.meta.dirname, '..', 'node_modules', 'electron');

/**
 * Where Electron's binary is; undefined when it was never fetched. The package itself would download it as soon as it is imported,
 * so it is not. `ELECTRON_OVERRIDE_DIST_PATH` is Electron's own variable for a binary that is kept elsewhere.
 */
export function electronBinary(): string | undefined {
  const note = join(folder, 'path.txt');
  const name = existsSync(note) ? readFileSync(note, 'utf8') : 'electron';
  const binary = join(process.env['ELECTRON_OVERRIDE_DIST_PATH'] ?? join(folder, 'dist'), name);
  return existsSync(binary) ? binary : undefined;
}

/** Why the window cannot be opened here; undefined when it can. */
export function whyNoWindow(): string | undefined {
  if (electronBinary() === undefined)
    return 'Electron’s binary is not here (`npx install-electron` fetches it)';
  const { DISPLAY, WAYLAND_DISPLAY } = process.env;
  const hasDisplay = process.platform !== 'linux' || Boolean(DISPLAY) || Boolean(WAYLAND_DISPLAY);
  return hasDisplay ? undefined : 'there is no display';
}
