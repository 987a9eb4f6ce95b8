import type { ReactNode } from 'react';
import classes from './columns.module.css';

type Props = { readonly children: ReactNode; readonly beside: ReactNode };

/** What a page is for, and beside it what helps to read it. */
export const Columns = ({ children, beside }: Props) => (
  <div className={classes['columns']}>
    <Column>{children}</Column>
    <Column>{beside}</Column>
  </div>
);

/** Panels one below the other. */
export const Column = ({ children }: { readonly children: ReactNode }) => (
  <div className={classes['column']}>{children}</div>
);
