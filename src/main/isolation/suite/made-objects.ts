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

/** What the suite has made, in order; and which object stands in for one that a probe took away. */
export class MadeObjects {
  readonly #all: MadeObject[] = [];
  readonly #standIns = new Map<string, string>();

  add(object: MadeObject): void {
    this.#all.push(object);
  }

  get all(): readonly MadeObject[] {
    return this.#all;
  }

  idsOf(side: Side): readonly string[] {
    return this.#all.filter((each) => each.side === side).map(({ id }) => String(id));
  }

  standIn(gone: Id, instead: Id): void {
    this.#standIns.set(String(gone), String(instead));
  }

  /** The same value with every id that is gone replaced by that of its stand-in. */
  redirect<T>(value: T): T {
    if (this.#standIns.size === 0) return value;
    let text = JSON.stringify(value);
    for (const [gone, instead] of this.#standIns) text = text.replaceAll(gone, instead);
    return JSON.parse(text) as T;
  }
}
