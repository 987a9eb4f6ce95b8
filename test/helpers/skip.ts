import { describe, test, type TestFunction } from 'vitest';

declare module 'vitest' {
  // eslint-disable-next-line @typescript-eslint/consistent-type-definitions -- only an interface can be added to
  interface TaskMeta {
    /** Why a test or a suite does not run here; the report of `npm test` lists it. */
    skipReason?: string;
  }
}

/** Why something cannot run here, in words for the report; undefined when it can. */
export type ReasonNot = string | undefined;

const skipped = (reason: string) => ({ skip: true, meta: { skipReason: reason } });

/** A suite that runs unless there is a reason not to; neither its hooks nor its tests run then. */
export function describeUnless(reason: ReasonNot, name: string, suite: () => void): void {
  if (reason === undefined) describe(name, suite);
  else describe(name, skipped(reason), suite);
}

/** A test that runs unless there is a reason not to. Inside a running test say `context.skip(reason)` instead. */
export function testUnless(reason: ReasonNot, name: string, body: TestFunction): void {
  if (reason === undefined) test(name, body);
  else test(name, skipped(reason), body);
}
