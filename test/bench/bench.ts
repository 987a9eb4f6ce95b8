/** One measured figure, beside what it was measured against in the same run. */
export type Figure = {
  readonly what: string;
  readonly value: number;
  readonly unit: string;
  /** What it is compared with, in words. */
  readonly against: string;
  /** value : the bare limit. Null where there is nothing to compare with. */
  readonly ratio: number | null;
  /** The bound that is asked for, in words. */
  readonly asked: string;
  readonly holds: boolean;
};

/** A benchmark: `test/bench/<name>.bench.ts` exports one as `bench`. */
export type Bench = {
  readonly name: string;
  readonly about: string;
  run(options: { readonly quick: boolean; readonly log: (line: string) => void }): Promise<readonly Figure[]>;
};
