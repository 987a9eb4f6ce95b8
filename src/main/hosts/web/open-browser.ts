import { spawn } from 'node:child_process';
import { rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';

const openers: Partial<Record<NodeJS.Platform, readonly [string, ...string[]]>> = {
  darwin: ['open'],
  win32: ['cmd', '/c', 'start', ''],
  linux: ['xdg-open'],
};

/** Whether there is somebody in front of a screen. */
export const hasScreen = (env: Readonly<NodeJS.ProcessEnv>): boolean =>
  process.platform !== 'linux' || env['DISPLAY'] !== undefined || env['WAYLAND_DISPLAY'] !== undefined;

/**
 * Opens the address in the person's browser by way of a page in the home that only they can read: on a command line every user of the
 * machine would see the token. Answers with the way to remove that page. A browser that does not open is no failure: the address is
 * printed too.
 */
export async function openBrowser(home: string, address: string): Promise<() => Promise<void>> {
  const file = join(home, 'open-console.html');
  const page = `<!doctype html><meta charset="utf-8"><meta http-equiv="refresh" content="0; url=${address}">`;
  await writeFile(file, page, { mode: 0o600 });
  const [command, ...args] = openers[process.platform] ?? ['xdg-open'];
  spawn(command, [...args, pathToFileURL(file).href], { stdio: 'ignore', detached: true })
    .on('error', () => undefined)
    .unref();
  return () => rm(file, { force: true });
}
