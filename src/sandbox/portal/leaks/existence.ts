import { setTimeout as wait } from 'node:timers/promises';
import type { Defect, Leak } from '../leak.ts';
import type { PortalContext } from '../portal-context.ts';
import { addHeader, replaceAnswer } from './means/answer.ts';
import { anyItem, anyList, asks, below, hasQuery, listOf, type Call, type Fit } from './means/fit.ts';
import { foreignRow, inBody, inFilter, inPath, type Naming } from './means/strangers.ts';
import { planted, plantedSubtly } from './planted.ts';

const leak = planted('existence');
const subtle = plantedSubtly('existence');

/** Long enough to stand out on a busy machine, short enough to be overlooked by hand. */
const LOOKS_LONGER_MS = 25;

/** Runs after a call that fits and names a row that exists elsewhere: what it does tells the two apart. */
const tells = (
  fits: Fit,
  tell: (c: Call, context: PortalContext) => void | Promise<void>,
  naming: Naming = inPath,
): Defect => ({
  middleware: (context) => async (c, next) => {
    const exists = (await fits(c)) && (await foreignRow(c, context, naming)) !== undefined;
    await next();
    if (exists) await tell(c, context);
  },
});

const otherStatus = (c: Call): void => {
  const status = c.res.status === 403 ? 404 : 403;
  replaceAnswer(c, { error: status === 403 ? 'Forbidden' : 'NotFound' }, status);
};

const longer = async (): Promise<void> => {
  await wait(LOOKS_LONGER_MS);
};

const nested = (c: Call): boolean => asks('GET', below('[^/]+', '[^/]+'))(c) === true;

/** Answers that tell a foreign object from none at all. */
export const existenceLeaks: readonly Leak[] = [
  leak(
    [
      'exists-item-status',
      'Another status for what exists',
      'GET of a foreign object is answered with another status than that of none.',
    ],
    tells(asks('GET', anyItem), otherStatus),
  ),
  subtle(
    [
      'exists-head-status',
      'Another status for what exists, by HEAD',
      'Only HEAD of a foreign object is answered with another status than that of none.',
    ],
    tells((c) => c.req.method === 'HEAD' && anyItem.test(c.req.path), otherStatus),
  ),
  leak(
    [
      'exists-item-body',
      'Other words for what exists',
      'The refusal of a foreign object has a reason that the one of none has not.',
    ],
    tells(asks('GET', anyItem), (c) =>
      replaceAnswer(c, { error: 'NotFound', reason: 'tenant' }, c.res.status),
    ),
  ),
  subtle(
    [
      'exists-item-length',
      'A longer refusal for what exists',
      'The refusal of a foreign object has two spaces more than the one of none.',
    ],
    tells(asks('GET', anyItem), async (c) => {
      const { status, headers } = c.res;
      const text = await c.res.text();
      c.res = undefined;
      c.res = new Response(`${text}  `, { status, headers });
    }),
  ),
  subtle(
    [
      'exists-item-header',
      'A header more for what exists',
      'The refusal of a foreign object keeps a header of the cache that would have held it.',
    ],
    tells(asks('GET', anyItem), (c) => addHeader(c, 'Vary', 'Cookie')),
  ),
  subtle(
    [
      'exists-item-etag',
      'An ETag for what exists',
      'The refusal of a foreign object keeps the ETag of its content.',
    ],
    tells(asks('GET', anyItem), (c) => addHeader(c, 'ETag', 'W/"5f2c"')),
  ),
  subtle(
    [
      'exists-item-time',
      'More time for what exists',
      'The refusal of a foreign object comes 25 ms later, because none at all returns early.',
    ],
    tells(asks('GET', anyItem), longer),
  ),
  subtle(
    [
      'exists-nested-time',
      'More time for a list below what exists',
      'The refusal of a list below a foreign parent comes 25 ms later than below none.',
    ],
    tells(nested, longer),
  ),
  subtle(
    [
      'exists-filter-time',
      'More time for a filter by what exists',
      'The refusal of a filter by a foreign id comes 25 ms later than by none.',
    ],
    tells(asks('GET', anyList), longer, inFilter),
  ),
  leak(
    [
      'exists-filter-status',
      'An empty list for what exists',
      'A filter by a foreign id gives an empty list, one by no id at all is refused.',
    ],
    tells(
      asks('GET', anyList, hasQuery('employerId', 'schemeId', 'memberId')),
      (c) =>
        c.res.ok ? otherStatus(c) : replaceAnswer(c, { data: [], total: 0, page: 1, pageSize: 25 }, 200),
      inFilter,
    ),
  ),
  leak(
    [
      'exists-nested-status',
      'Another status below what exists',
      'A list below a foreign parent is answered with another status than below none.',
    ],
    tells(nested, otherStatus),
  ),
  subtle(
    [
      'exists-patch-status',
      'Another status for a change of what exists',
      'PATCH of a foreign object is answered with another status than that of none.',
    ],
    tells(asks('PATCH', anyItem), otherStatus),
  ),
  subtle(
    [
      'exists-delete-status',
      'Another status for a removal of what exists',
      'DELETE of a foreign object is answered with another status than that of none.',
    ],
    tells(asks('DELETE', anyItem), otherStatus),
  ),
  subtle(
    [
      'exists-put-body',
      'Other words for a replacement of what exists',
      'PUT of a foreign object is refused for its version, one of none for its id.',
    ],
    tells(asks('PUT', anyItem), (c) => replaceAnswer(c, { error: 'Conflict' }, 409)),
  ),
  subtle(
    [
      'exists-parent-status',
      'Another status for a parent that exists',
      'A body that names a foreign scheme is answered with another status than one that names none.',
    ],
    tells(asks('POST', listOf('[^/]+')), otherStatus, inBody),
  ),
];
