import type { IdSource } from '../ports/id-source.port.ts';

/** An id as a portal gives it out: text, or a number where the deployment counts. */
export type Id = string | number;

const uuid = /[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}/i;
const prefixedUlid = /[a-z]{2,6}_[0-9A-HJKMNP-TV-Z]{26}/i;
const cuid2 = /(?<![\w-])[a-z][a-z0-9]{23}(?![\w-])/;
const anyGlobal = new RegExp(`${uuid.source}|${prefixedUlid.source}|${cuid2.source}`, 'gi');

/** Every shape stands within such a run: it is found many times faster than a shape, and most texts have few of them. */
const longRun = /[\w-]{24,}/g;

const whole = (shape: RegExp): RegExp => new RegExp(`^(?:${shape.source})$`, shape.flags);
const wholeUuid = whole(uuid);
const wholePrefixedUlid = whole(prefixedUlid);
const wholeCuid2 = whole(cuid2);

/** Whether an id says by itself that it is one, so that it can be found in any text (P3). */
export const isGlobalId = (id: Id): boolean =>
  typeof id === 'string' && [wholeUuid, wholePrefixedUlid, wholeCuid2].some((shape) => shape.test(id));

/** Every id of a self-evident shape in a text, each once, as it is written there. */
export const globalIdsIn = (text: string): readonly string[] => [
  ...new Set((text.match(longRun) ?? []).flatMap((run) => run.match(anyGlobal) ?? [])),
];

/** One spelling for ids that differ in case alone. */
export const canonicalId = (id: Id): string => String(id).toLowerCase();

/** An id that looks like `id` and that nobody has. */
export function missingLike(id: Id, ids: IdSource): Id {
  if (typeof id === 'number') return 900_000_000 + ((ids.bytes(4)[0] ?? 0) << 8) + (ids.bytes(4)[1] ?? 0);
  if (wholeUuid.test(id)) return ids.uuid();
  if (wholePrefixedUlid.test(id)) return `${id.slice(0, id.indexOf('_') + 1)}${ids.ulid()}`;
  if (wholeCuid2.test(id)) return ids.cuid2();
  if (/^\d+$/.test(id)) return String(missingLike(Number(id), ids));
  return scrambled(id, ids);
}

/** Letters stay letters and digits stay digits, so that a check of the form still lets it through. */
function scrambled(id: string, ids: IdSource): string {
  const bytes = ids.bytes(id.length);
  return id.replaceAll(/[a-z0-9]/gi, (char, at: number) => {
    const byte = bytes[at] ?? 0;
    if (/\d/.test(char)) return String(byte % 10);
    return String.fromCharCode((/[a-z]/.test(char) ? 97 : 65) + (byte % 26));
  });
}

/** One way to write an id in a path; `segment` is sent byte for byte. */
export type Spelling = { readonly name: string; readonly segment: string };

/** Ways to write an id that a careless router or comparison takes for the same, or for another one's. */
export function spellingsOf(id: Id): readonly Spelling[] {
  const text = String(id);
  const plain = encodeURIComponent(text);
  const swapped = text === text.toLowerCase() ? text.toUpperCase() : text.toLowerCase();
  const all = [
    { name: 'other-case', segment: encodeURIComponent(swapped) },
    { name: 'percent-encoded', segment: percent(text) },
    { name: 'percent-encoded-twice', segment: percent(text).replaceAll('%', '%25') },
    { name: 'trailing-slash', segment: `${plain}/` },
    { name: 'trailing-space', segment: `${plain}%20` },
    { name: 'null-byte', segment: `${plain}%00` },
    { name: 'extension', segment: `${plain}.json` },
    { name: 'path-parameter', segment: `${plain};v=1` },
    { name: 'braces', segment: `%7B${plain}%7D` },
    ...(uuid.test(text) ? [{ name: 'no-hyphens', segment: plain.replaceAll('-', '') }] : []),
  ];
  return all.filter(({ segment }) => segment !== plain);
}

const percent = (text: string): string =>
  Buffer.from(text)
    .toString('hex')
    .replaceAll(/../g, (byte) => `%${byte}`);
