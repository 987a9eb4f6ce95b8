import type { ReactNode } from 'react';
import type { ErrorCard as Card } from '../../../shared/errors/operator-error.ts';
import type { JsonObject } from '../../../shared/model/json.ts';
import type { StepKind } from '../../../shared/model/step.ts';
import { ErrorCard } from '../../components/error-card.tsx';
import { Panel } from '../../components/panel.tsx';
import type { GroupField } from '../../components/schema-form/field-model.ts';
import { problemsOf } from '../../components/schema-form/form-problems.ts';
import { counted } from '../../components/format-time.ts';
import { TimeAgo } from '../../components/time-ago.tsx';
import { runWordsOfKind } from '../run/kind-words.ts';
import classes from './provision.module.css';

/** A step of the run that the intake leads to. */
export type StepOnTheWay = { readonly title: string; readonly kind: StepKind };

type Props = {
  readonly form: GroupField;
  readonly intake: JsonObject;
  readonly steps: readonly StepOnTheWay[];
  readonly savedAt: string | undefined;
  readonly saveError: Card | undefined;
  readonly children?: ReactNode;
};

/** How far the intake is, and what comes after it. */
export function IntakeRail({ form, intake, steps, savedAt, saveError, children }: Props) {
  const open = Object.keys(problemsOf(form, intake)).length;
  return (
    <aside className={classes['rail']} aria-label="About this intake">
      <p className={classes['about']} role="status">
        {open === 0 ? 'Complete.' : `${counted(open, 'field')} still needed.`}{' '}
        {savedAt === undefined ? (
          'It is kept as you type.'
        ) : (
          <>
            Saved <TimeAgo iso={savedAt} />; you can leave and come back.
          </>
        )}
      </p>
      {saveError && <ErrorCard error={saveError} />}
      {children}
      <Panel title="The way">
        <ol className={classes['journey']}>
          <li aria-current="step">
            <strong>Intake</strong>
          </li>
          {steps.map(({ title, kind }) => (
            <li key={title}>
              {title}
              {kind !== 'automatic' && <span className={classes['who']}> {runWordsOfKind[kind]}</span>}
            </li>
          ))}
        </ol>
      </Panel>
    </aside>
  );
}
