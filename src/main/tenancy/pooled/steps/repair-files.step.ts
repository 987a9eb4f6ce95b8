import { createHash } from 'node:crypto';
import { z } from 'zod';
import { OperatorError } from '../../../../shared/errors/operator-error.ts';
import { automaticStep, type Observed } from '../../../engine/step.ts';
import type { ObjectStore } from '../../../ports/object-store.port.ts';
import type { RepairFilesContext } from '../repair-input.ts';
import { QUARANTINE, strayAmong } from '../stray-files.ts';
import { fileStatements } from '../statements/file.statements.ts';

const receipt = z.object({
  repair: z.string(),
  files: z.int(),
  /** SHA-256 over the paths, sorted, a line each. */
  pathsDigest: z.string(),
});
type Receipt = z.infer<typeof receipt>;

/**
 * Moves files that belong to nobody out of the way, or removes them; a file that has an owner by now stops it before the first one is
 * touched. Errors: `E_ORPHANS_CHANGED`, those of the store.
 */
export const repairFiles = automaticStep({
  id: 'pooled.repair-files',
  title: 'Move or remove the files',
  about:
    'Looks once more that no broker and no document has them, then copies them below quarantine/ and removes them from where they were, or removes them.',
  receipt,
  // Each file is moved or removed as often as one likes: after a doubt those that are still there are.
  observe: (): Promise<Observed<Receipt>> => Promise.resolve({ state: 'absent' }),
  plan: ({ input }: RepairFilesContext) => [
    {
      verb: input.repair === 'remove' ? 'delete' : 'update',
      object: input.kind,
      count: input.paths.length,
      statements: fileStatements.map(({ name }) => name),
    },
  ],
  undo: { none: 'files in quarantine are moved back by hand; those that were removed are gone' },
  apply: async ({ ports, input, signal, progress }: RepairFilesContext) => {
    const store = await ports.objects();
    if (store === undefined) throw new OperatorError('E_OBJECTS_NOT_CONFIGURED');
    const there = await stillThere(store, input.paths);
    const stray = await strayAmong(ports.database, there, signal);
    if (stray.length < there.length)
      throw new OperatorError('E_ORPHANS_CHANGED', { details: { changed: there.length - stray.length } });
    if (input.repair === 'quarantine')
      for (const [at, path] of stray.entries()) {
        await store.copy(path, `${QUARANTINE}/${path.replace(/^\//, '')}`);
        progress(at + 1, stray.length, 'files');
      }
    await store.remove(stray);
    const pathsDigest = createHash('sha256').update(input.paths.toSorted().join('\n')).digest('hex');
    return { repair: input.repair, files: input.paths.length, pathsDigest };
  },
});

/** An attempt that was cut off has moved some already. */
async function stillThere(store: ObjectStore, paths: readonly string[]): Promise<readonly string[]> {
  const there: string[] = [];
  for (const path of paths)
    for await (const found of store.list(path)) if (found.path === path) there.push(path);
  return there;
}
