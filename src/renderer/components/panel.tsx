import { Title } from '@mantine/core';
import { useId, type ReactNode } from 'react';
import classes from './panel.module.css';

type Props = {
  readonly title?: string;
  /** Beside the title: a count, a state. */
  readonly mark?: ReactNode;
  readonly actions?: ReactNode;
  /** Without inner margin, for tables and lists that bring their own. */
  readonly flush?: boolean;
  readonly children: ReactNode;
};

/** A framed part of a page with its own heading. */
export function Panel({ title, mark, actions, flush = false, children }: Props) {
  const id = useId();
  return (
    <section className={classes['panel']} aria-labelledby={title === undefined ? undefined : id}>
      {title !== undefined && (
        <header className={classes['head']}>
          <Title order={2} id={id}>
            {title}
          </Title>
          {mark}
          <div className={classes['actions']}>{actions}</div>
        </header>
      )}
      <div className={classes['body']} data-flush={flush || undefined}>
        {children}
      </div>
    </section>
  );
}
