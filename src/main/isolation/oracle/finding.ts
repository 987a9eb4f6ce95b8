import type { ProbeVerdict } from '../../../shared/model/isolation-report.ts';

/** What an answer comes to. The reason holds no personal data. */
export type Finding = {
  readonly verdict: ProbeVerdict;
  readonly reason: string;
  readonly evidence: readonly string[];
};

export const pass = (reason: string): Finding => ({ verdict: 'pass', reason, evidence: [] });
export const fail = (reason: string, evidence: readonly string[] = []): Finding => ({
  verdict: 'fail',
  reason,
  evidence: evidence.slice(0, 8),
});
/** The question stays open: never a pass. */
export const inconclusive = (reason: string): Finding => ({ verdict: 'inconclusive', reason, evidence: [] });
