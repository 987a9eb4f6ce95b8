import type { Orphan, OrphanKind } from '../../../shared/model/orphan.ts';
import { call, type TenantDatabase } from '../../ports/database.port.ts';
import type { ObjectStore } from '../../ports/object-store.port.ts';
import type { RunPorts, ScanOptions } from '../tenancy-model.ts';
import type { PooledSchema } from './schema.ts';
import {
  FILE_PAGE,
  findDocumentsAt,
  findKnownBareBrokers,
  findKnownBrokers,
} from './statements/file.statements.ts';

export const STRAY_FILES = 'blobs-without-broker';

/** Where files are put that belong to nobody known: from then on they are looked at no more. */
export const QUARANTINE = 'quarantine';

const about = {
  kind: STRAY_FILES,
  title: 'Blobs without broker',
  statement: findKnownBrokers.name,
} as const;

/** A file's first part is whose it is (P19). */
export const prefixOf = (path: string): string => path.replace(/^\//, '').split('/')[0] ?? '';

/**
 * Files of the store whose prefix is no broker and that no document names (P16), counted, and the first ones listed. Reads a page at
 * a time. Errors: those of the store and of the database: there is no half an answer.
 */
export async function scanFiles(
  { database, objects }: Pick<RunPorts<PooledSchema>, 'database' | 'objects'>,
  { listed, signal }: ScanOptions,
): Promise<OrphanKind> {
  const store = await objects();
  if (store === undefined)
    return {
      ...about,
      untold: 'No file store is configured, so files are not looked at.',
      found: 0,
      orphans: [],
    };
  const orphans: Orphan[] = [];
  let found = 0;
  for await (const page of pagesOf(store)) {
    signal.throwIfAborted();
    const stray = await strayAmong(database, page, signal);
    found += stray.length;
    for (const path of stray.slice(0, Math.max(0, listed - orphans.length)))
      orphans.push({ id: path, parentId: prefixOf(path), repair: 'quarantine' });
  }
  return { ...about, found, orphans };
}

/** Which of these files, a page at most, belong to nobody. */
export async function strayAmong(
  database: TenantDatabase<PooledSchema>,
  paths: readonly string[],
  signal: AbortSignal,
): Promise<readonly string[]> {
  const ids = [...new Set(paths.map(prefixOf))];
  const known = Object.hasOwn(database.map.tables, 'brokers') ? findKnownBrokers : findKnownBareBrokers;
  const [brokers, documents] = await database.read(
    (tx) => tx.runAll(call(known, { ids }), call(findDocumentsAt, { paths })),
    { signal },
  );
  const owned = new Set([QUARANTINE, ...brokers.map(({ id }) => id)]);
  const named = new Set(documents.map(({ path }) => path));
  return paths.filter((path) => !owned.has(prefixOf(path)) && !named.has(path));
}

async function* pagesOf(store: ObjectStore): AsyncIterable<readonly string[]> {
  let page: string[] = [];
  for await (const { path } of store.list('')) {
    page.push(path);
    if (page.length < FILE_PAGE) continue;
    yield page;
    page = [];
  }
  if (page.length > 0) yield page;
}
