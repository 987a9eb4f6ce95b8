import { Title } from '@mantine/core';
import type { TablerIcon } from '@tabler/icons-react';
import type { ReactNode } from 'react';
import classes from './empty-state.module.css';

type Props = {
  readonly icon: TablerIcon;
  readonly title: string;
  /** What to do first. */
  readonly children: ReactNode;
  readonly action?: ReactNode;
};

/** Nothing here yet: why, and what to do first. */
export const EmptyState = ({ icon: Icon, title, children, action }: Props) => (
  <div className={classes['empty']}>
    <span className={classes['icon']}>
      <Icon size={22} stroke={1.6} aria-hidden />
    </span>
    <Title order={3}>{title}</Title>
    <p className={classes['words']}>{children}</p>
    {action}
  </div>
);
