import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Rectangle } from 'electron';
import { z } from 'zod';

const bounds = z.object({ x: z.int(), y: z.int(), width: z.int().min(1024), height: z.int().min(700) });
const state = z.strictObject({ bounds, maximized: z.boolean() });
export type WindowState = z.infer<typeof state>;

/** The smallest window that every screen holds in. */
export const smallest = { width: 1024, height: 700 };

const fileOf = (home: string): string => join(home, 'window.json');

/**
 * How the window stood last time, when it would still be seen: a display may be gone. Undefined when it would not, or nothing usable
 * was kept; then the platform places it.
 */
export async function lastWindowState(
  home: string,
  displays: readonly Rectangle[],
): Promise<WindowState | undefined> {
  const kept = state.safeParse(await readJson(fileOf(home)));
  if (!kept.success) return undefined;
  return displays.some((display) => overlaps(display, kept.data.bounds)) ? kept.data : undefined;
}

export const keepWindowState = (home: string, standing: WindowState): Promise<void> =>
  writeFile(fileOf(home), `${JSON.stringify(standing)}\n`, { mode: 0o600 });

async function readJson(file: string): Promise<unknown> {
  try {
    return JSON.parse(await readFile(file, 'utf8'));
  } catch {
    // A lost window position is not worth a word.
    return undefined;
  }
}

const overlaps = (a: Rectangle, b: Rectangle): boolean =>
  a.x < b.x + b.width && b.x < a.x + a.width && a.y < b.y + b.height && b.y < a.y + a.height;
