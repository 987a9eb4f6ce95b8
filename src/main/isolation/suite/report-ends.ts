import type { CleanUpProof, IntegrityFinding } from '../../../shared/model/isolation-report.ts';
import { fail, inconclusive, pass } from '../oracle/finding.ts';
import type { ProbeMeta } from '../probe.ts';
import { resultOf } from './results.ts';
import { reasonOf } from './run-probe.ts';
import type { Stage } from './stage.ts';

/**
 * The proof of the clean-up as probes: rows, files, and the canary as it was. What a portal that is gone could not be asked to remove
 * is no finding about it: that stays open until it is removed.
 */
export function reportCleanUp(
  stage: Stage,
  { made, removed, left, filesLeft, canaryUnchanged }: CleanUpProof,
): void {
  const { gone } = stage.asking;
  const report = (what: string, title: string, holds: boolean, reason: string) => {
    const open = gone && inconclusive(`${reason}; ${reasonOf(gone.code, gone.message)}`);
    const finding = holds ? pass(reason) : (open ?? fail(reason));
    stage.results.push(
      resultOf(stage, meta('clean-up', what, title), finding, { expectation: 'nothing is left' }),
    );
  };
  report(
    'rows',
    'The test data is gone, by the database',
    left.length === 0,
    `${removed} of ${made} rows removed, ${left.length} left`,
  );
  report(
    'files',
    'The test files are gone: their addresses open nothing',
    filesLeft === 0 && gone === undefined,
    gone === undefined ? `${filesLeft} files left` : 'no address of a file could be tried',
  );
  report(
    'canary',
    'The canary is as it was, by the database',
    canaryUnchanged,
    canaryUnchanged ? 'every row as before' : 'rows of the canary differ from before',
  );
}

/** What the database says about its own rules. Notes are no failures. */
export function reportIntegrity(stage: Stage, findings: readonly IntegrityFinding[]): void {
  const faults = findings.filter(({ severity }) => severity === 'fault');
  const title = 'Anchors are set, foreign keys are there, nothing is orphaned';
  const finding =
    faults.length === 0
      ? pass(`${findings.length} notes`)
      : fail(faults.map(({ message }) => message).join(' '));
  stage.results.push(
    resultOf(stage, meta('integrity', 'rules', title), finding, { expectation: 'no fault' }),
  );
}

const meta = (family: 'clean-up' | 'integrity', what: string, title: string): ProbeMeta => ({
  id: `${family}.portal.${what}`,
  family,
  resource: 'portal',
  title,
  owasp: family === 'integrity' ? 'API8:2023' : 'API9:2023',
  actor: 'tenant',
});
