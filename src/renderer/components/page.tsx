import { Title } from '@mantine/core';
import { useEffect, useRef, type ReactNode } from 'react';
import classes from './page.module.css';

type Props = {
  readonly title: string;
  /** One line under the title. */
  readonly about?: ReactNode;
  /** Beside the title: a state. */
  readonly mark?: ReactNode;
  readonly actions?: ReactNode;
  /** Takes the whole height and lets its content scroll itself. */
  readonly fill?: boolean;
  readonly children: ReactNode;
};

/** A screen. Its heading takes the focus when the screen is entered, so that a screen reader says where it is. */
export function Page({ title, about, mark, actions, fill = false, children }: Props) {
  const place = useRef<HTMLDivElement>(null);
  const heading = useRef<HTMLHeadingElement>(null);
  useEffect(() => {
    document.title = `${title} · Tenant Console`;
  }, [title]);
  useEffect(() => {
    // What is asked for at once, like a waiting prompt, has the focus already and keeps it.
    if (place.current?.contains(document.activeElement) === false)
      heading.current?.focus({ preventScroll: true });
  }, []);
  return (
    <div ref={place} className={classes['page']} data-fill={fill || undefined}>
      <header className={classes['head']}>
        <div className={classes['words']}>
          <div className={classes['titleline']}>
            <Title order={1} ref={heading} tabIndex={-1}>
              {title}
            </Title>
            {mark}
          </div>
          {about !== undefined && <div className={classes['about']}>{about}</div>}
        </div>
        <div className={classes['actions']}>{actions}</div>
      </header>
      <div className={classes['content']}>{children}</div>
    </div>
  );
}
