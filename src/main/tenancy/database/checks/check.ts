import { isOperatorError } from '../../../../shared/errors/operator-error.ts';
import type { Family, OwaspItem } from '../../../../shared/model/isolation-family.ts';
import type { ProbeResult } from '../../../../shared/model/isolation-report.ts';
import type { CheckContext, TenantFacts } from './tenant-facts.ts';

/** One thing that must be so of a tenant with a database of its own. */
export type Check = {
  /** `<family>.<resource>.<what>`, as in every isolation report. */
  readonly id: `${Family}.${string}.${string}`;
  readonly title: string;
  readonly owasp: OwaspItem;
  readonly actor: 'operator' | 'tenant' | 'anonymous';
  readonly expectation: string;
  /** What is not as expected, in words without personal data; undefined when all is well. */
  readonly look: (ctx: CheckContext, facts: TenantFacts) => Promise<string | undefined>;
};

/** A question that could not be put leaves it open: nothing is taken for well that was not seen. */
export async function runCheck(
  ctx: CheckContext,
  facts: TenantFacts,
  { look, ...check }: Check,
): Promise<ProbeResult> {
  const since = ctx.clock.monotonicMs();
  const [family, resource] = check.id.split('.') as [Family, string];
  const told = await answered(() => look(ctx, facts));
  return { ...check, family, resource, ...told, evidence: [], ms: ctx.clock.monotonicMs() - since };
}

async function answered(
  look: () => Promise<string | undefined>,
): Promise<Pick<ProbeResult, 'verdict' | 'reason'>> {
  try {
    const wrong = await look();
    return wrong === undefined
      ? { verdict: 'pass', reason: 'as expected' }
      : { verdict: 'fail', reason: wrong };
  } catch (error) {
    if (!isOperatorError(error)) throw error;
    return { verdict: 'inconclusive', reason: `${error.code}: ${error.message}` };
  }
}
