import type { ProbeResult } from '../../../shared/model/isolation-report.ts';
import type { PortalRequest, PortalResponse } from '../../ports/portal.port.ts';
import type { Finding } from '../oracle/finding.ts';
import { showRequest, showResponse } from '../oracle/redact.ts';
import type { ProbeMeta } from '../probe.ts';
import type { Stage } from './stage.ts';

type Shown = {
  readonly expectation: string;
  readonly request?: PortalRequest | undefined;
  readonly response?: PortalResponse | undefined;
  readonly ms?: number;
};

/** One line of the report. Request and answer are kept redacted. */
export function resultOf(stage: Stage, meta: ProbeMeta, finding: Finding, shown: Shown): ProbeResult {
  const { id, family, resource, title, owasp, actor } = meta;
  const { request, response } = shown;
  const kept = [...stage.profile.canaryMarkers, 'console-probe-'];
  return {
    id,
    family,
    resource,
    title,
    owasp,
    actor,
    expectation: shown.expectation,
    verdict: finding.verdict,
    reason: finding.reason,
    evidence: [...finding.evidence],
    ...(request !== undefined && { request: showRequest(request) }),
    ...(response !== undefined && { response: showResponse(response, kept) }),
    ms: Math.round((shown.ms ?? response?.ms ?? 0) * 10) / 10,
  };
}
