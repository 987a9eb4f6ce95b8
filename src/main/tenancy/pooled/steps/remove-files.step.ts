import { extname } from 'node:path/posix';
import { z } from 'zod';
import { OperatorError } from '../../../../shared/errors/operator-error.ts';
import { automaticStep, type Observed } from '../../../engine/step.ts';
import type { ObjectStore } from '../../../ports/object-store.port.ts';
import { findEverywhere } from '../../../privacy/hidden-values.ts';
import { ValueSearch } from '../../../privacy/value-search.ts';
import { rememberedValues } from '../known-people.ts';
import type { ErasureContext } from '../offboard-context.ts';
import {
  listDocuments,
  placeDocuments,
  PLACED_AT_ONCE,
  type DocumentRow,
} from '../statements/place-documents.statements.ts';
import { REMOVED, storeFor, tenantDocuments, tenantPaths } from '../tenant-files.ts';
import { exportTenant } from './export-tenant.step.ts';
import { rememberPeople } from './remember-people.step.ts';

const receipt = z.object({
  removed: z.int(),
  /** Statutory documents, and those among them whose path named a person and does not any more. */
  kept: z.int(),
  renamed: z.int(),
  /** What the store's own listing shows below the tenant's prefix afterwards. */
  listed: z.int(),
});
type Receipt = z.infer<typeof receipt>;

/**
 * Removes the tenant's files but for statutory documents, and has the store's own listing prove it (P17). A document that stays
 * loses a name that tells a person's. Errors: `E_FILES_REMAIN`, `E_OBJECTS_NOT_CONFIGURED`, those of the store.
 */
export const removeFiles = automaticStep({
  id: 'pooled.remove-files',
  title: 'Remove the tenant’s files, but for statutory documents',
  about:
    'Removes the tenant’s files from the file store, but for documents that the law keeps. The store’s own listing is the proof.',
  receipt,
  // Removing twice changes nothing, and only a listing is a proof: so it is done again after a doubt.
  observe: (): Promise<Observed<Receipt>> => Promise.resolve({ state: 'absent' }),
  plan: ({ findReceipt, input }: ErasureContext) => [
    {
      verb: 'delete',
      object: `files, except ${input.statutoryDocuments.join(', ')}`,
      count: findReceipt(exportTenant)?.files ?? 1,
      statements: [listDocuments.name, placeDocuments.name],
    },
  ],
  undo: { none: 'what was removed is in the export alone' },
  apply: async (ctx: ErasureContext) => {
    ctx.receiptOf(rememberPeople);
    const documents = await tenantDocuments(ctx);
    const store = await storeFor(ctx, documents);
    if (store === undefined) return { removed: 0, kept: 0, renamed: 0, listed: 0 };
    const { statutoryDocuments } = ctx.input;
    const stays = ({ documentType }: DocumentRow) => statutoryDocuments.includes(documentType);
    const renamed = await renameTelling(ctx, store, documents.filter(stays));
    const kept = new Set((await tenantDocuments(ctx)).filter(stays).map(({ blobPath }) => blobPath));
    const gone = [...(await tenantPaths(store, ctx.run.tenantId, documents))].filter(
      (path) => !kept.has(path),
    );
    await store.remove(gone);
    await place(ctx, documents.filter((each) => !stays(each)).map(withoutFile));
    const listed = await provenListing(ctx, store, kept);
    return { removed: gone.length, kept: kept.size, renamed, listed };
  },
});

const withoutFile = ({ id }: DocumentRow) => ({ id, blobPath: REMOVED + id });

/** Copies first, then says so in the row: a file that is cut off in between lies twice, and the old one goes with the others. */
async function renameTelling(
  ctx: ErasureContext,
  store: ObjectStore,
  documents: readonly DocumentRow[],
): Promise<number> {
  const search = new ValueSearch(await rememberedValues(ctx));
  const telling = documents.filter(({ blobPath }) => findEverywhere(search, blobPath).length > 0);
  const placed = telling.map((each) => ({ ...each, to: neutralPath(ctx.run.tenantId, each) }));
  for (const { blobPath, to } of placed) await store.copy(blobPath, to);
  await place(
    ctx,
    placed.map(({ id, to }) => ({ id, blobPath: to })),
  );
  return placed.length;
}

const neutralPath = (tenantId: string, { id, schemeId, documentType, blobPath }: DocumentRow): string =>
  `${[tenantId, schemeId, documentType, id].join('/')}${extname(blobPath).slice(0, 10)}`;

async function place(
  { ports, signal }: ErasureContext,
  rows: readonly { readonly id: string; readonly blobPath: string }[],
): Promise<void> {
  for (let at = 0; at < rows.length; at += PLACED_AT_ONCE) {
    const part = rows.slice(at, at + PLACED_AT_ONCE);
    const touched = await ports.database.write((tx) => tx.run(placeDocuments, { rows: part }), { signal });
    if (touched.length !== part.length)
      throw new OperatorError('E_ANONYMISE_NOTHING_TOUCHED', {
        details: { table: 'documents', planned: part.length, touched: touched.length },
      });
  }
}

async function provenListing(
  { run }: ErasureContext,
  store: ObjectStore,
  kept: ReadonlySet<string>,
): Promise<number> {
  let [listed, remain] = [0, 0];
  for await (const { path } of store.list(`${run.tenantId}/`)) {
    listed += 1;
    if (!kept.has(path)) remain += 1;
  }
  if (remain > 0) throw new OperatorError('E_FILES_REMAIN', { details: { remain } });
  return listed;
}
