import type { ProbeResult } from '../../../shared/model/isolation-report.ts';

/** Families whose passes rest on denials. */
const restOnDenial = new Set(['read', 'write', 'existence']);

/**
 * A denial proves something only where the same thing is there for its owner: where the tenant's own object could not be made
 * or opened, the denials about that resource stay open.
 */
export function withControls(results: readonly ProbeResult[]): readonly ProbeResult[] {
  const controls = results.filter(({ id }) => /^function\.[^.]+\.(create|item)$/.test(id));
  const broken = new Map(
    controls.filter(({ verdict }) => verdict !== 'pass').map((control) => [control.resource, control]),
  );
  return results.map((result) => {
    const control = broken.get(result.resource);
    if (control === undefined || result.verdict !== 'pass' || !restOnDenial.has(result.family)) return result;
    const reason = `${result.reason}, which proves nothing: ${control.id} did not pass (${control.reason})`;
    return { ...result, verdict: 'inconclusive', reason };
  });
}
