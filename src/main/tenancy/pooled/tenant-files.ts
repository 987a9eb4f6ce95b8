import { OperatorError } from '../../../shared/errors/operator-error.ts';
import type { AddEntry } from '../../ports/export-files.port.ts';
import type { ObjectStore } from '../../ports/object-store.port.ts';
import type { Manifest } from '../../privacy/export/manifest.ts';
import type { ErasureContext } from './offboard-context.ts';
import { listDocuments, type DocumentRow } from './statements/place-documents.statements.ts';

/** Where the row of a document points whose file is gone. */
export const REMOVED = 'removed/';

/** The tenant's documents, by the rows. Those whose file an earlier attempt removed have none any more. */
export async function tenantDocuments(ctx: ErasureContext): Promise<readonly DocumentRow[]> {
  const { database } = ctx.ports;
  const documents: DocumentRow[] = [];
  for (let after = ''; ;) {
    const wanted = { tenantId: ctx.run.tenantId, after };
    const rows = await database.read((tx) => tx.run(listDocuments, wanted), { signal: ctx.signal });
    documents.push(...rows.filter(({ blobPath }) => !blobPath.startsWith(REMOVED)));
    const last = rows.at(-1);
    if (last === undefined) return documents;
    after = last.id;
  }
}

/** Where the tenant's files lie: below its prefix (P19), and wherever else its documents say. */
export async function tenantPaths(
  store: ObjectStore,
  tenantId: string,
  documents: readonly DocumentRow[],
): Promise<ReadonlySet<string>> {
  const paths = new Set(documents.map(({ blobPath }) => blobPath));
  for await (const { path } of store.list(`${tenantId}/`)) paths.add(path);
  return paths;
}

/**
 * The file store. Undefined when the connection names none and the tenant has no documents either.
 * Errors: `E_OBJECTS_NOT_CONFIGURED`.
 */
export async function storeFor(
  { ports }: ErasureContext,
  documents: readonly DocumentRow[],
): Promise<ObjectStore | undefined> {
  const store = await ports.objects();
  if (store !== undefined || documents.length === 0) return store;
  throw new OperatorError('E_OBJECTS_NOT_CONFIGURED', { details: { documents: documents.length } });
}

/** Puts every file of the tenant into the archive, one after another as they come. */
export async function exportTenantFiles(
  ctx: ErasureContext,
  add: AddEntry,
): Promise<Pick<Manifest, 'files' | 'missing'>> {
  const documents = await tenantDocuments(ctx);
  const store = await storeFor(ctx, documents);
  const files: Manifest['files'] = [];
  const missing: string[] = [];
  if (store === undefined) return { files, missing };
  for (const path of await tenantPaths(store, ctx.run.tenantId, documents)) {
    const content = await store.read(path);
    if (content === undefined) missing.push(path);
    else files.push(await withPath(`files/${inside(path)}`, (name) => add(name, content)));
    ctx.progress(files.length, files.length, 'files');
  }
  return { files, missing };
}

const withPath = async <T extends object>(path: string, work: (path: string) => Promise<T>) => ({
  path,
  ...(await work(path)),
});

/** A path that leads out of the folder it is unpacked to would be a trap for whoever unpacks it. */
const inside = (path: string): string =>
  path
    .split('/')
    .map((segment) => (/^\.*$/.test(segment) ? encodeURIComponent(`_${segment}`) : segment))
    .join('/');
