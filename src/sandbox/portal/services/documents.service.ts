import { z } from 'zod';
import type { ActorContext } from '../actor-context.ts';
import { parentId } from './bodies.ts';
import { UUID } from './placed.ts';
import type { Fields, Owned, Resource } from './resource.ts';

const segment = z.string().regex(/^[\w-][\w.-]{0,99}$/, 'letters, digits, dot, dash and underscore');

/** Files below a scheme: the row says what there is, the blob store keeps it at `tenant/scheme/type/filename` (P19). */
export const documents: Resource = {
  name: 'documents',
  entity: 'document',
  table: 'documents',
  parents: ['schemes', 'employers'],
  newId: (ids) => ids.uuid(),
  idPattern: UUID,
  roles: { read: 'EmployerUser', create: 'EmployerAdmin', delete: 'BrokerAdmin' },
  body: z.object({
    schemeId: parentId,
    documentType: segment,
    filename: segment,
    contentType: z
      .string()
      .regex(/^[\w.+-]+\/[\w.+-]+$/)
      .default('application/octet-stream'),
    contentBase64: z.base64().max(4_000_000),
  }),
  columns: toRow,
  stored: (row, body, { files }) =>
    files.put(String(row['blobPath']), content(body), String(row['contentType'])),
  removed: (row, { files }) => files.remove(String(row['blobPath'])),
  present: async (row, { files }) => ({
    ...row,
    downloadUrl: await files.signedUrl(String(row['blobPath'])),
  }),
};

const content = (body: Fields): Buffer => Buffer.from(String(body['contentBase64']), 'base64');

function toRow(body: Fields, parent: Owned | undefined, actor: ActorContext): Fields {
  const { contentBase64: _content, ...kept } = body;
  const blobPath = [parent?.tenantId, body['schemeId'], body['documentType'], body['filename']].join('/');
  return { ...kept, blobPath, size: content(body).byteLength, uploadedBy: actor.userId };
}
