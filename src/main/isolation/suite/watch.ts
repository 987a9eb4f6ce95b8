import type { TenantTruth, TruthRow } from '../../ports/tenant-truth.port.ts';
import { gathered } from '../gathered.ts';
import type { Guard, Side } from '../probe.ts';
import { Turns } from './turns.ts';

/** What became of guarded rows since they were last looked at. */
export type Changes = {
  readonly made: readonly string[];
  readonly changed: readonly string[];
  readonly removed: readonly string[];
};

/** Rows as they stood; `changes` tells what happened to them since, whatever was forgotten in between. */
export type Look = { changes(): Promise<Changes> };

export type WatchOptions = {
  readonly truth: Pick<TenantTruth, 'rowsOf' | 'entities'>;
  readonly tenantOf: Readonly<Record<Side, string>>;
  /** In a tenant where others work at the same time, only these rows are ours to watch. */
  readonly onlyOurs?: { readonly side: Side; readonly ids: () => readonly string[] };
};

/**
 * Knows how guarded rows stood, and tells what a probe did to them, by the database (L6). One probe at a time may be guarded
 * per entity, which `alone` sees to; who writes there on purpose says so by `forget`.
 */
export class Watch {
  readonly #options: WatchOptions;
  readonly #known = new Map<string, ReadonlyMap<string, TruthRow>>();
  readonly #unsettled = new Set<string>();
  readonly #turns = new Map<string, Turns>();
  readonly #looks: Readonly<Record<Side, (entity: string) => Promise<readonly TruthRow[]>>>;

  constructor(options: WatchOptions) {
    this.#options = options;
    const looks = (side: Side) => gathered((entities: readonly string[]) => this.#rowsOf(side, entities));
    this.#looks = { tenant: looks('tenant'), canary: looks('canary') };
  }

  /** Runs what guards rows of this entity when nothing else does. */
  alone<T>(entity: string, work: () => Promise<T>): Promise<T> {
    const turns = this.#turns.get(entity) ?? new Turns(1);
    this.#turns.set(entity, turns);
    return turns.take(work);
  }

  /** Looks at the rows unless it is known how they stand. Undefined for an entity that the database cannot answer for. */
  async begin(guard: Guard): Promise<Look | undefined> {
    if (!this.#options.truth.entities.includes(guard.entity)) return undefined;
    const before = this.#known.get(keyOf(guard)) ?? (await this.#look(guard));
    this.#known.set(keyOf(guard), before);
    return {
      changes: async () => {
        const after = await this.#look(guard);
        this.#known.set(keyOf(guard), after);
        return changesBetween(before, after);
      },
    };
  }

  forget(guard: Guard): void {
    this.#known.delete(keyOf(guard));
  }

  /** A write there has lost its answer, and may still be done: a change that is seen once says nothing against whoever was asked then. */
  unsettle(guard: Guard): void {
    this.forget(guard);
    this.#unsettled.add(keyOf(guard));
  }

  isUnsettled(guard: Guard): boolean {
    return this.#unsettled.has(keyOf(guard));
  }

  async #look({ side, entity }: Guard): Promise<ReadonlyMap<string, TruthRow>> {
    const rows = await this.#looks[side](entity);
    return new Map(rows.map((row) => [row.id, row]));
  }

  async #rowsOf(side: Side, entities: readonly string[]): Promise<readonly (readonly TruthRow[])[]> {
    const { truth, tenantOf, onlyOurs } = this.#options;
    const ids = onlyOurs?.side === side ? onlyOurs.ids() : undefined;
    const rows = await truth.rowsOf(tenantOf[side], [...new Set(entities)], ids);
    return entities.map((entity) => rows.get(entity) ?? []);
  }
}

const keyOf = ({ side, entity }: Guard): string => `${side}/${entity}`;

export function changesBetween(
  before: ReadonlyMap<string, TruthRow>,
  after: ReadonlyMap<string, TruthRow>,
): Changes {
  return {
    made: [...after.keys()].filter((id) => !before.has(id)),
    changed: [...after.values()].flatMap(({ id, version }) => {
      const was = before.get(id);
      return was !== undefined && was.version !== version ? [id] : [];
    }),
    removed: [...before.keys()].filter((id) => !after.has(id)),
  };
}

export const isUnchanged = ({ made, changed, removed }: Changes): boolean =>
  made.length + changed.length + removed.length === 0;

/** In words, for a reason. */
export const describeChanges = ({ made, changed, removed }: Changes): string =>
  [
    [made, 'made'],
    [changed, 'changed'],
    [removed, 'removed'],
  ]
    .flatMap(([ids, verb]) => (ids?.length ? [`${ids.length} ${String(verb)}`] : []))
    .join(', ');
