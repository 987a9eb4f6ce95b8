import type { Leak } from '../leak.ts';
import type { PortalContext } from '../portal-context.ts';
import { employers, members, schemes } from '../services/resources.ts';
import { addHeader, afterwards, amend, replaceAnswer } from './means/answer.ts';
import { anyItem, asks, bodyOf, hasQuery, itemOf, listOf, type Call } from './means/fit.ts';
import { foreignRow, strangersRows, titleOf } from './means/strangers.ts';
import { tellOfStranger } from './means/tell-of-stranger.ts';
import { tablesNamed, unscopedWhen } from './means/unscoped.ts';
import { planted, plantedSubtly } from './planted.ts';

const leak = planted('read');
const subtle = plantedSubtly('read');

const searching = listOf('search');
const term = (c: Call): string => c.req.query('q') ?? '';

/** Search, export, numbers, the assistant, and what a refusal lets slip. */
export const viewLeaks: readonly Leak[] = [
  leak(
    ['read-search', 'A search over all tenants', 'GET /api/search finds rows of all tenants.'],
    unscopedWhen(asks('GET', searching)),
  ),
  subtle(
    [
      'read-search-mail',
      'A search for mail addresses over all tenants',
      'A search with an @ in it goes to an index of addresses that knows no tenants.',
    ],
    unscopedWhen(asks('GET', searching, (c) => term(c).includes('@'))),
  ),
  subtle(
    [
      'read-search-wildcard',
      'A percent sign finds everybody',
      'A search with a % in it is not escaped: it fits every row, and goes past the tenant’s condition.',
    ],
    afterwards(
      asks('GET', searching, (c) => term(c).includes('%')),
      findEverybody,
    ),
  ),
  subtle(
    [
      'read-search-suggestions',
      'Suggestions from all tenants',
      'The suggestions beside a search’s results are names of employers of all tenants.',
    ],
    afterwards(asks('GET', searching), suggest),
  ),
  subtle(
    [
      'read-search-by-id',
      'A search for an id finds any row',
      'A search for an id is answered from the row of that id, whosever it is.',
    ],
    afterwards(asks('GET', searching), findById),
  ),
  leak(
    [
      'read-export-contributions',
      'All contributions in an export',
      'One section of GET /api/export, the contributions, holds the rows of all tenants.',
    ],
    unscopedWhen(asks('GET', listOf('export')), tablesNamed('contributions')),
  ),
  subtle(
    [
      'read-export-format',
      'An export in another format',
      'GET /api/export?format=csv takes another query, without the tenant.',
    ],
    unscopedWhen(asks('GET', listOf('export'), (c) => c.req.query('format') === 'csv')),
  ),
  subtle(
    [
      'read-export-filter',
      'An export of a foreign scheme',
      'GET /api/export with a filter drops the tenant in favour of the filter.',
    ],
    unscopedWhen(asks('GET', listOf('export'), hasQuery('employerId', 'schemeId', 'memberId'))),
  ),
  leak(
    ['read-dashboard', 'Numbers over all tenants', 'GET /api/dashboard counts the rows of all tenants.'],
    unscopedWhen(asks('GET', listOf('dashboard'))),
  ),
  subtle(
    [
      'read-dashboard-one-number',
      'One number over all tenants',
      'One count of GET /api/dashboard, the documents, is over all tenants.',
    ],
    unscopedWhen(asks('GET', listOf('dashboard')), tablesNamed('documents')),
  ),
  subtle(
    [
      'read-assistant-asked',
      'The assistant tells about everybody when asked to',
      'A question that says “all”, “every” or “broker” makes the assistant look at all tenants.',
    ],
    afterwards(
      asks('POST', listOf('assistant'), async (c) =>
        /\b(all|every|brokers?)\b/i.test(String((await bodyOf(c))['question'])),
      ),
      tellOfStranger,
    ),
  ),
  subtle(
    [
      'read-error-message',
      'A refusal that names what it refuses',
      'The refusal to open a foreign employer says what the employer is called.',
    ],
    whenDenied(itemOf('employers'), (c, title) =>
      replaceAnswer(
        c,
        { error: 'NotFound', message: `${title} is a client of another broker` },
        c.res.status,
      ),
    ),
  ),
  subtle(
    [
      'read-error-header',
      'A refusal with the title in a header',
      'The refusal to open a foreign object keeps the header that holds its title.',
    ],
    whenDenied(anyItem, (c, title) => addHeader(c, 'X-Resource-Title', title)),
  ),
];

function whenDenied(path: RegExp, tell: (c: Call, title: string) => void) {
  return afterwards(asks('GET', path), async (c, context) => {
    const row = await foreignRow(c, context);
    if (row !== undefined) tell(c, titleOf(row.row));
  });
}

function suggest(c: Call, context: PortalContext): Promise<void> {
  return amend(c, async (body) => {
    const rows = await strangersRows(context, c.get('actor'), employers, 100);
    const names = rows.map(titleOf);
    const fitting = names.filter((name) => name.toLowerCase().includes(term(c).toLowerCase()));
    return { ...body, suggestions: fitting.slice(0, 5) };
  });
}

function findEverybody(c: Call, context: PortalContext): Promise<void> {
  return amend(c, async (body) => {
    const rows = await strangersRows(context, c.get('actor'), employers, 20);
    const hits = rows.map((row) => ({ type: employers.entity, id: row['id'], title: titleOf(row) }));
    return { ...body, data: [...(body['data'] as readonly unknown[]), ...hits] };
  });
}

function findById(c: Call, context: PortalContext): Promise<void> {
  return amend(c, async (body) => {
    const looked = [employers, schemes, members].map((placed) =>
      foreignRow(c, context, () => Promise.resolve({ placed, id: term(c) })),
    );
    const found = (await Promise.all(looked)).filter((owned) => owned !== undefined);
    const hits = found.map(({ row }) => ({ id: row.id, title: titleOf(row) }));
    return { ...body, data: [...(body['data'] as readonly unknown[]), ...hits] };
  });
}
