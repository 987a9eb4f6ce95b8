import { mkdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import writeFileAtomic from 'write-file-atomic';
import { z } from 'zod';
import { OperatorError } from '../../../shared/errors/operator-error.ts';
import type { IdSource } from '../../ports/id-source.port.ts';

const settings = z.strictObject({ organisation: z.string().min(1), consoleId: z.string().min(1) });

/** Whose console this is and which one: together the origin of its log. Not secret. */
export type HomeSettings = z.infer<typeof settings>;

const defaultOrganisation = 'tenant-console.local';

/**
 * Makes the home folder, readable by its owner alone, and answers with its settings; a new home draws its console id.
 * Errors: `E_HOME_UNUSABLE` when the folder cannot be made or written, or its settings cannot be read.
 */
export async function openHome(home: string, ids: IdSource): Promise<HomeSettings> {
  const file = join(home, 'console.json');
  try {
    await mkdir(home, { recursive: true, mode: 0o700 });
    const known = await readSettings(file);
    if (known !== undefined) return known;
    const fresh = { organisation: defaultOrganisation, consoleId: ids.ulid().toLowerCase() };
    await writeFileAtomic(file, `${JSON.stringify(fresh, null, 2)}\n`, { mode: 0o600 });
    return fresh;
  } catch (cause) {
    throw new OperatorError('E_HOME_UNUSABLE', { cause });
  }
}

async function readSettings(file: string): Promise<HomeSettings | undefined> {
  try {
    return settings.parse(JSON.parse(await readFile(file, 'utf8')));
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return undefined;
    throw error;
  }
}
