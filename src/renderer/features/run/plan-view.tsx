import type { Plan, PlannedStep } from '../../../shared/model/plan.ts';
import { CopyText } from '../../components/copy-text.tsx';
import { Facts } from '../../components/facts.tsx';
import { count } from '../../components/format-time.ts';
import { Pill } from '../../components/pill.tsx';
import type { Tone } from '../../components/tone.ts';
import classes from './plan-view.module.css';

type Props = { readonly plan: Plan; readonly digest: string };

/** What a run would do: what it touches in all, then step by step with statements and the way back. */
export const PlanView = ({ plan, digest }: Props) => (
  <div className={classes['plan']}>
    <BlastRadius radius={plan.blastRadius} />
    <ol className={classes['steps']} aria-label="Planned steps">
      {plan.steps.map((step) => (
        <PlannedRow key={step.id} step={step} />
      ))}
    </ol>
    <Facts
      facts={[
        ['Digest of this plan', <CopyText key="digest" text={digest} label="plan digest" show={40} />],
        ['Tenant id', <CopyText key="tenant" text={plan.tenantId} label="tenant id" />],
        ['Goes to', `${plan.connection} (${plan.environment.environment})`],
        [
          'Environment fingerprint',
          <CopyText key="print" text={plan.environment.fingerprint} label="fingerprint" show={40} />,
        ],
      ]}
    />
  </div>
);

/** Verbs that leave the outside world as it is. */
const looks: readonly string[] = ['read', 'call'];

/** What is changed in all, one tile each; what is only looked at in one line. */
function BlastRadius({ radius }: { readonly radius: Plan['blastRadius'] }) {
  const looked = radius.filter(({ verb }) => looks.includes(verb)).map(({ object }) => object);
  return (
    <div>
      <div className={classes['radius']}>
        {radius
          .filter(({ verb }) => !looks.includes(verb))
          .map(({ object, verb, count: times }) => (
            <div key={`${verb} ${object}`} className={classes['touch']} data-tone={toneOf(verb)}>
              <strong className="tabular">{count(times)}</strong>
              <span className={classes['verb']}>{verb}</span>
              <span className={classes['object']}>{object}</span>
            </div>
          ))}
      </div>
      {looked.length > 0 && (
        <p className={classes['looked']}>Looks at, and leaves as it is: {looked.join('; ')}.</p>
      )}
    </div>
  );
}

const tones: Readonly<Record<string, Tone>> = {
  insert: 'info',
  update: 'warn',
  delete: 'bad',
  send: 'info',
  share: 'warn',
};
const toneOf = (verb: string): Tone => tones[verb] ?? 'quiet';

const observed: Readonly<Record<PlannedStep['observed'], readonly [Tone, string] | undefined>> = {
  absent: undefined,
  unknown: undefined,
  present: ['good', 'There already'],
  foreign: ['bad', 'Not ours'],
  blocked: ['bad', 'Blocked'],
};

function PlannedRow({ step }: { readonly step: PlannedStep }) {
  const seen = observed[step.observed];
  return (
    <li className={classes['step']}>
      <div className={classes['title']}>
        {step.title}
        {seen && <Pill tone={seen[0]}>{step.code ?? seen[1]}</Pill>}
      </div>
      {step.effects.map(({ verb, object, count: times, statements }) => (
        <div key={`${verb} ${object}`} className={classes['effect']}>
          <span className={classes['verb']}>{verb}</span> <span className="tabular">{count(times)}</span> ×{' '}
          {object}
          {statements.map((name) => (
            <code key={name} className={classes['statement']}>
              {name}
            </code>
          ))}
        </div>
      ))}
      {step.effects.length > 0 && <div className={classes['undo']}>On rollback: {step.undo}</div>}
    </li>
  );
}
