import type { Leak } from '../leak.ts';
import type { Delegation, OpensFile } from '../../blob/signed-url.ts';
import { afterwards, replaceAnswer } from './means/answer.ts';
import { asks, itemOf, listOf } from './means/fit.ts';
import { foreignRow } from './means/strangers.ts';
import { unscopedWhen } from './means/unscoped.ts';
import { planted, plantedSubtly } from './planted.ts';

const leak = planted('files');
const subtle = plantedSubtly('files');

type Opening = Parameters<OpensFile>;

/** Opens what the clean check opens, and then what `also` does. */
const opening = (
  also: (clean: OpensFile, ...asked: Opening) => Delegation | undefined,
): Pick<Leak, 'opens'> => ({
  opens:
    (clean) =>
    (...asked) =>
      clean(...asked) ?? also(clean, ...asked),
});

const whole = (storeId: string | undefined, pathname: string): Delegation | undefined =>
  storeId === undefined ? undefined : { storeId, pathname, operations: ['get'], validUntil: Infinity };

/** What a delegation says by itself, whoever sealed it. */
function delegated({ query }: Opening[1]): Readonly<Record<string, unknown>> {
  const [payload = ''] = (query.get('vercel-blob-delegation') ?? '').split('.');
  try {
    return JSON.parse(Buffer.from(payload, 'base64url').toString('utf8')) as Record<string, unknown>;
  } catch {
    return {}; // it delegates nothing
  }
}

/** Files that open without their own signed address, and what is known about them. */
export const fileLeaks: readonly Leak[] = [
  leak(
    ['file-unsigned', 'Files without a signature', 'Whoever knows the path of a file gets it.'],
    opening((_clean, _secret, { holder, pathname }) => whole(holder(), pathname)),
  ),
  subtle(
    [
      'file-unsigned-head',
      'Files without a signature by HEAD',
      'HEAD of a file’s path is answered without a signature.',
    ],
    opening((_clean, _secret, { holder, pathname, method }) =>
      method === 'HEAD' ? whole(holder(), pathname) : undefined,
    ),
  ),
  leak(
    [
      'file-any-signature',
      'Files with any signature',
      'An address needs a delegation for the path, but its signature is not verified.',
    ],
    opening((_clean, _secret, request) =>
      delegated(request)['pathname'] === request.pathname && request.query.has('vercel-blob-signature')
        ? whole(request.holder(), request.pathname)
        : undefined,
    ),
  ),
  subtle(
    [
      'file-path-ignored',
      'A signature for another path',
      'A genuine signature opens every file, because the path it is for is not compared.',
    ],
    opening((clean, secret, request, now) => {
      const signedFor = String(delegated(request)['pathname']);
      const genuine = clean(secret, { ...request, pathname: signedFor }, now);
      return genuine === undefined ? undefined : whole(request.holder(), request.pathname);
    }),
  ),
  subtle(
    ['file-expiry-ignored', 'A signature after its time', 'A genuine signature opens its file for ever.'],
    opening((clean, secret, request) => clean(secret, request, 0)),
  ),
  subtle(
    [
      'file-public-once-read',
      'A file is public once it was read',
      'A delivery cache keeps files by their path and answers without asking for a signature.',
    ],
    {
      opens: (clean) => {
        const read = new Map<string, Delegation>();
        return (secret, request, now) => {
          const opened = clean(secret, request, now) ?? read.get(request.pathname);
          if (opened !== undefined) read.set(request.pathname, opened);
          return opened;
        };
      },
    },
  ),
  subtle(
    [
      'file-exists',
      'Which files there are',
      'An unsigned path of a file that exists is forbidden, one of none is not found.',
    ],
    opening((_clean, _secret, { holder, pathname }) =>
      holder() === undefined ? whole('none', pathname) : undefined,
    ),
  ),
  leak(
    [
      'file-metadata-item',
      'Any document by id',
      'GET /api/documents/{id} gives out what is known about a foreign file, and a signed address of it.',
    ],
    unscopedWhen(asks('GET', itemOf('documents'))),
  ),
  leak(
    ['file-metadata-list', 'All documents in a list', 'GET /api/documents lists the files of all tenants.'],
    unscopedWhen(asks('GET', listOf('documents'))),
  ),
  subtle(
    [
      'file-address-in-refusal',
      'A refusal with a signed address',
      'The refusal to open a foreign document has a signed address of the file in it.',
    ],
    afterwards(asks('GET', itemOf('documents')), async (c, context) => {
      const document = await foreignRow(c, context);
      if (document === undefined) return;
      const downloadUrl = await context.files.signedUrl(String(document.row['blobPath']));
      replaceAnswer(c, { error: 'NotFound', downloadUrl }, c.res.status);
    }),
  ),
];
