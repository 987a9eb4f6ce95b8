import type { DigestedPlan, Effect, PlannedStep } from '../../../../shared/model/plan.ts';
import type { Paint } from '../terminal.ts';
import { textFacts, textTable } from './text-table.ts';

/** A plan to read before it is approved: what each step would do, and what a rollback would do about it. */
export function planText({ plan, digest }: DigestedPlan, paint: Paint): string {
  const facts = textFacts({
    plan: `${plan.runbook} v${plan.version}`,
    tenant: plan.tenantId,
    connection: `${plan.connection} (${plan.environment.environment})`,
    fingerprint: plan.environment.fingerprint,
    schema: plan.environment.schemaDigest,
    digest: paint('bold', digest),
  });
  const steps = textTable(['', 'step', 'would do', 'rollback would'], plan.steps.map(stepRow));
  const rows = plan.blastRadius.map(({ verb, object, count }) => [verb, object, String(count)]);
  return [facts, steps, textTable(['verb', 'object', 'count'], rows)].join('\n\n');
}

const stepRow = ({ title, observed, code, effects, undo }: PlannedStep, at: number): string[] => [
  String(at + 1),
  title,
  [code ?? (observed === 'present' ? 'nothing: it is done' : ''), ...effects.map(effectText)]
    .filter((words) => words !== '')
    .join('\n'),
  undo,
];

const effectText = ({ verb, object, count }: Effect): string => `${verb} ${object} × ${count}`;
