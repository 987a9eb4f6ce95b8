import type { ErrorCard as Card } from '../../../shared/errors/operator-error.ts';
import type { JsonObject } from '../../../shared/model/json.ts';
import { ErrorCard } from '../../components/error-card.tsx';
import { Panel } from '../../components/panel.tsx';
import type { GroupField } from '../../components/schema-form/field-model.ts';
import { problemsOf } from '../../components/schema-form/form-problems.ts';
import { counted } from '../../components/format-time.ts';
import { TimeAgo } from '../../components/time-ago.tsx';
import classes from './provision.module.css';

type Props = {
  readonly form: GroupField;
  readonly intake: JsonObject;
  readonly savedAt: string | undefined;
  readonly saveError: Card | undefined;
};

const journey = [
  ['Intake', 'Who the tenant is, and the checklist with its evidence.'],
  ['Plan', 'You read exactly what would be done, and approve that.'],
  ['Run', 'The console does it, step by step; nothing twice, everything signed.'],
  ['Verification', 'It signs in as the new administrator and checks the isolation.'],
  ['Hand-over', 'Only then the credentials leave, over a secure channel.'],
] as const;

/** How far the intake is, and what comes after it. */
export function IntakeRail({ form, intake, savedAt, saveError }: Props) {
  const open = Object.keys(problemsOf(form, intake)).length;
  return (
    <aside className={classes['rail']} aria-label="About this intake">
      <Panel title="The way">
        <ol className={classes['journey']}>
          {journey.map(([title, about], index) => (
            <li key={title} aria-current={index === 0 ? 'step' : undefined}>
              <strong>{title}</strong>
              <div>{about}</div>
            </li>
          ))}
        </ol>
      </Panel>
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
    </aside>
  );
}
