import type { ReactNode } from 'react';
import classes from './facts.module.css';

export type Fact = readonly [name: string, value: ReactNode];

/** Names and values, one a line. Facts without a value are left out. */
export const Facts = ({
  facts,
  narrow = false,
}: {
  readonly facts: readonly Fact[];
  readonly narrow?: boolean;
}) => (
  <dl className={classes['facts']} data-narrow={narrow || undefined}>
    {facts
      .filter(([, value]) => value !== undefined && value !== '')
      .map(([name, value]) => (
        <div key={name} className={classes['fact']}>
          <dt>{name}</dt>
          <dd>{value}</dd>
        </div>
      ))}
  </dl>
);
