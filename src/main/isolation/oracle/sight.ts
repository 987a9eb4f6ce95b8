import type { PortalRequest, PortalResponse } from '../../ports/portal.port.ts';
import type { Owner, TenantTruth } from '../../ports/tenant-truth.port.ts';
import { gathered } from '../gathered.ts';
import { canonicalId, globalIdsIn, isGlobalId, type Id } from '../id-shapes.ts';
import { readableText } from './request-text.ts';

/** Whose things must not be seen: one tenant's eyes may see that tenant's own; `nobody` may see nothing. */
export type Eyes = { readonly tenantId: string } | 'nobody';

/** An id in an answer; `entity` where the place says what it is of, which ids that merely count need. */
type Sighting = { readonly id: Id; readonly entity?: string | undefined };

/** What the places of ids in an answer mean. */
export type Places = {
  readonly idField: string;
  readonly entity: string | undefined;
  /** Field → entity whose id it holds. */
  readonly fields: Readonly<Record<string, string>>;
};

export type SightOptions = {
  readonly truth: Pick<TenantTruth, 'ownersOf'>;
  /** Marker texts by the tenant they stand for. */
  readonly markers: readonly { readonly text: string; readonly tenantId: string }[];
};

const keyOf = ({ id, entity }: Sighting): string =>
  isGlobalId(id) || entity === undefined ? canonicalId(id) : `${entity}/${id}`;

/**
 * Finds in an answer what belongs to somebody else: any marker, and any id whose owner, looked up in the database, is
 * another tenant. What the request itself said proves nothing when it comes back, unless it comes back as a row.
 */
export class Sight {
  readonly #markers: readonly { readonly pattern: RegExp; readonly tenantId: string }[];
  readonly #askOwners: (unknown: readonly Sighting[]) => Promise<void>;
  /** Tenant by id; null for what belongs to nobody. */
  readonly #owners = new Map<string, string | null>();
  /** Ids that nobody owned at the last look. */
  readonly #unowned = new Set<string>();
  readonly #public = new Set<string>();

  constructor({ truth, markers }: SightOptions) {
    this.#markers = markers.map(({ text, tenantId }) => ({ pattern: markerPattern(text), tenantId }));
    this.#askOwners = gathered(async (many: readonly (readonly Sighting[])[]) => {
      await this.#lookUp(truth, many.flat());
      return many.map(() => undefined);
    });
  }

  /** Takes over owners that are known already, so that nobody is asked for them. */
  learn(owners: readonly Owner[]): void {
    for (const owner of owners) this.#owners.set(keyOf(owner), owner.tenantId);
  }

  /** What everybody may see: the tokens of an answer that is open on purpose. */
  learnPublic(answer: PortalResponse): void {
    for (const token of this.#tokens(textOf(answer), 'nobody')) this.#public.add(token);
  }

  /** Evidence, each token once; empty when all is well. Errors: those of `TenantTruth`. */
  async strangers(
    eyes: Eyes,
    asked: PortalRequest,
    answer: PortalResponse,
    places: Places,
  ): Promise<readonly string[]> {
    const said = readableText(asked);
    const markers = this.#tokens(textOf(answer), eyes).filter((token) => !said.includes(token));
    const ids = await this.#foreignIds(eyes, said, answer, places);
    return [...new Set([...markers, ...ids])].filter((token) => !this.#public.has(token));
  }

  #tokens(text: string, eyes: Eyes): readonly string[] {
    const forbidden = this.#markers.filter(({ tenantId }) => eyes === 'nobody' || tenantId !== eyes.tenantId);
    const found = forbidden.flatMap(({ pattern }) => text.match(pattern) ?? []);
    return [...new Set(found.map((token) => token.toLowerCase()))];
  }

  async #foreignIds(
    eyes: Eyes,
    said: string,
    answer: PortalResponse,
    places: Places,
  ): Promise<readonly string[]> {
    const rows = answer.status < 300 ? rowIds(answer.json, places) : [];
    const rowKeys = new Set(rows.map(keyOf));
    const mentioned = [
      ...fieldIds(answer.json, places),
      ...globalIdsIn(textOf(answer)).map((id): Sighting => ({ id })),
    ];
    const heard = mentioned.filter(
      (each) => !said.includes(canonicalId(each.id)) || rowKeys.has(keyOf(each)),
    );
    const seen = new Map<string, Sighting>();
    for (const each of [...rows, ...heard]) if (!seen.has(keyOf(each))) seen.set(keyOf(each), each);
    const unknown = [...seen].filter(([key]) => !this.#owners.has(key)).map(([, each]) => each);
    if (unknown.length > 0) await this.#askOwners(unknown);
    return [...seen].flatMap(([key, { id }]) => (this.#isForeign(eyes, key) ? [String(id)] : []));
  }

  /** First where its place says that it is from; an id that says by itself that it is one then everywhere. */
  async #lookUp(truth: SightOptions['truth'], asked: readonly Sighting[]): Promise<void> {
    this.learn(await truth.ownersOf(asked.map(({ id, entity }) => ({ id: String(id), entity }))));
    const elsewhere = asked.filter(
      (each) => each.entity !== undefined && isGlobalId(each.id) && !this.#owners.has(keyOf(each)),
    );
    if (elsewhere.length > 0)
      this.learn(await truth.ownersOf(elsewhere.map(({ id }) => ({ id: String(id) }))));
    this.#rememberUnowned(new Set(asked.map(keyOf)));
  }

  /** Rows come and go: what nobody owns now may be somebody's in a moment, but not what is nobody's at the next look as well. */
  #rememberUnowned(asked: ReadonlySet<string>): void {
    for (const key of asked) {
      if (this.#owners.has(key)) continue;
      if (this.#unowned.has(key)) this.#owners.set(key, null);
      this.#unowned.add(key);
    }
  }

  #isForeign(eyes: Eyes, key: string): boolean {
    const owner = this.#owners.get(key) ?? null;
    return owner !== null && (eyes === 'nobody' || owner !== eyes.tenantId);
  }
}

const markerPattern = (marker: string): RegExp =>
  new RegExp(`${marker.replaceAll(/[$()*+.?[\\\]^{|}]/g, String.raw`\$&`)}[\\w@.-]*`, 'gi');

/** Body and headers; the date says nothing about anybody. */
const textOf = ({ text, headers: { date: _date, ...headers } }: PortalResponse): string =>
  `${text}\n${Object.values(headers).join('\n')}`;

function rowIds(json: unknown, { idField, entity }: Places): readonly Sighting[] {
  return valuesAt(json, (key) => (key === idField ? { entity } : undefined));
}

const fieldIds = (json: unknown, { fields }: Places): readonly Sighting[] =>
  valuesAt(json, (key) => (Object.hasOwn(fields, key) ? { entity: fields[key] } : undefined));

function valuesAt(
  json: unknown,
  place: (key: string) => { readonly entity: string | undefined } | undefined,
): readonly Sighting[] {
  if (typeof json !== 'object' || json === null) return [];
  return Object.entries(json).flatMap(([key, value]: [string, unknown]): readonly Sighting[] => {
    const found = place(key);
    if (found !== undefined && (typeof value === 'string' || typeof value === 'number'))
      return [{ id: value, ...found }];
    return valuesAt(value, place);
  });
}
