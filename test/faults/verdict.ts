/** What must never be: each list names what was found, empty when all is well. */
export type Verdict = {
  /** Rows, mails, files or blobs that no run accounts for. */
  readonly orphans: readonly string[];
  /** Things that are there more than once. */
  readonly doubles: readonly string[];
  /** What the ledger says and the world does not, or the other way round. */
  readonly lies: readonly string[];
  /** Runs that did not come to an end. */
  readonly unresolved: readonly string[];
};

export const clean: Verdict = { orphans: [], doubles: [], lies: [], unresolved: [] };

export const joined = (verdicts: readonly Verdict[]): Verdict => ({
  orphans: verdicts.flatMap(({ orphans }) => orphans),
  doubles: verdicts.flatMap(({ doubles }) => doubles),
  lies: verdicts.flatMap(({ lies }) => lies),
  unresolved: verdicts.flatMap(({ unresolved }) => unresolved),
});

export const isClean = ({ orphans, doubles, lies, unresolved }: Verdict): boolean =>
  orphans.length + doubles.length + lies.length + unresolved.length === 0;
