import type { PlannedUndo, UndoPlan } from '../../../shared/model/undo-plan.ts';
import { planRollback } from '../../../shared/contract/runs.contract.ts';
import { useCall } from '../../client/use-call.ts';
import { Answered } from '../../components/answered.tsx';
import { JsonFacts } from '../../components/json-facts.tsx';
import { Pill } from '../../components/pill.tsx';
import type { Tone } from '../../components/tone.ts';
import classes from './rollback-plan.module.css';

/** What a rollback would do now, last step first, and what proves that each effect is ours. Looks, and changes nothing. */
export function RollbackPlan({ runId }: { readonly runId: string }) {
  const query = useCall(planRollback, { runId }, { fresh: 0 });
  return (
    <Answered query={query} lines={5}>
      {(plan) => <Planned plan={plan} />}
    </Answered>
  );
}

const advised: Readonly<Record<UndoPlan['advice'], readonly [Tone, string]>> = {
  'roll-back': ['good', 'Rolling back is right'],
  'off-board': ['warn', 'Off-board instead'],
  'nothing-to-do': ['quiet', 'Nothing to do'],
};

const Planned = ({ plan: { advice, because, steps } }: { readonly plan: UndoPlan }) => (
  <>
    <p className={classes['advice']}>
      <Pill tone={advised[advice][0]}>{advised[advice][1]}</Pill> {because}
    </p>
    <ol className={classes['steps']} aria-label="What is taken back">
      {steps.map((step) => (
        <Step key={step.step} step={step} />
      ))}
    </ol>
  </>
);

const Step = ({ step: { title, how, says, seen, proof, hindrance } }: { readonly step: PlannedUndo }) => (
  <li className={classes['step']}>
    <div className={classes['title']}>
      {title}
      {how === 'keep' && <Pill tone="quiet">Stays</Pill>}
      {seen === 'present' && <Pill tone="info">There now</Pill>}
      {seen === 'absent' && <Pill tone="quiet">Not there</Pill>}
      {seen === 'foreign' && <Pill tone="bad">Not ours</Pill>}
    </div>
    <div className={classes['soft']}>{says}</div>
    {hindrance && (
      <div className={classes['hindrance']} role="alert">
        It would stop here: <code>{hindrance.code}</code>
        <JsonFacts value={hindrance.details} />
      </div>
    )}
    {proof && (
      <details className={classes['soft']}>
        <summary>What proves that it is ours</summary>
        <JsonFacts value={proof} />
      </details>
    )}
  </li>
);
