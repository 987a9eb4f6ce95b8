import type { Id } from '../id-shapes.ts';
import type { Side } from '../probe.ts';

/** One object that the suite made, with or without wanting to. */
export type MadeObject = {
  readonly side: Side;
  readonly resource: string;
  readonly entity: string;
  readonly id: Id;
  /** A signed address of its file, to see afterwards that the file is gone. */
  readonly fileUrl?: string;
};

type StandIn = { readonly entity: string; readonly gone: string; readonly instead: Id };

/** What the suite has made, in order; and which object stands in for one that a probe took away. */
export class MadeObjects {
  readonly #all: MadeObject[] = [];
  readonly #standIns: StandIn[] = [];

  add(object: MadeObject): void {
    this.#all.push(object);
  }

  get all(): readonly MadeObject[] {
    return this.#all;
  }

  idsOf(side: Side): readonly string[] {
    return this.#all.filter((each) => each.side === side).map(({ id }) => String(id));
  }

  standIn(entity: string, gone: Id, instead: Id): void {
    this.#standIns.push({ entity, gone: String(gone), instead });
  }

  /** A probe about rows of this entity, with every id that is gone replaced by that of its stand-in. */
  redirect<T>(about: T, entity: string | undefined): T {
    if (this.#standIns.length === 0) return about;
    return this.#standIns
      .filter((each) => each.entity === entity)
      .reduce((value, standIn) => replaced(value, standIn) as T, about);
  }
}

/** Whole ids alone: one that merely counts is part of many other words. */
function replaced(value: unknown, { gone, instead }: Omit<StandIn, 'entity'>): unknown {
  if (typeof value === 'string') return value.replaceAll(wholeId(gone), String(instead));
  if (typeof value === 'number') return String(value) === gone ? instead : value;
  if (Array.isArray(value)) return value.map((each) => replaced(each, { gone, instead }));
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(
    Object.entries(value).map(([key, each]) => [key, replaced(each, { gone, instead })]),
  );
}

const wholeId = (id: string): RegExp =>
  new RegExp(`(?<![\\w.-])${id.replaceAll(/[$()*+.?[\\\]^{|}]/g, String.raw`\$&`)}(?![\\w.-])`, 'g');
