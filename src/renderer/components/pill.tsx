import type { ReactNode } from 'react';
import classes from './pill.module.css';
import type { Tone } from './tone.ts';

type Props = { readonly tone: Tone; readonly children: ReactNode; readonly dot?: boolean };

/** A state in one word. The word carries the meaning; the colour only helps to find it. */
export const Pill = ({ tone, children, dot = false }: Props) => (
  <span className={classes['pill']} data-tone={tone}>
    {dot && <span className={classes['dot']} aria-hidden />}
    {children}
  </span>
);
