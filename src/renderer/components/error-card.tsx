import { Button, Title } from '@mantine/core';
import { IconAlertTriangle } from '@tabler/icons-react';
import type { ReactNode } from 'react';
import type { ErrorCard as Card } from '../../shared/errors/operator-error.ts';
import classes from './error-card.module.css';

type Props = {
  readonly error: Card;
  /** Does the same again. The button is there whether or not waiting alone can help; its word says which. */
  readonly onRetry?: () => void;
  readonly retryLabel?: string;
  readonly busy?: boolean;
  /** Other ways on. */
  readonly actions?: ReactNode;
};

/** What went wrong, what it means, what to do next, whom to call and how fast; the rest folded away. */
export function ErrorCard({ error, onRetry, retryLabel = 'Try again', busy = false, actions }: Props) {
  const details = Object.entries(error.details);
  return (
    <section className={classes['card']} role="alert" aria-label={`Error ${error.code}`}>
      <IconAlertTriangle size={18} aria-hidden className={classes['icon']} />
      <div className={classes['body']}>
        <header className={classes['head']}>
          <Title order={3}>{error.message}</Title>
          <code className={classes['code']}>{error.code}</code>
        </header>
        {error.meaning !== error.message && <p className={classes['meaning']}>{error.meaning}</p>}
        <dl className={classes['next']}>
          <dt>What to do</dt>
          <dd>{error.fix}</dd>
          <dt>Whom to call</dt>
          <dd>{error.who}</dd>
        </dl>
        {(onRetry ?? actions) !== undefined && (
          <div className={classes['actions']}>
            {onRetry && (
              <Button onClick={onRetry} loading={busy} variant="default">
                {retryLabel}
              </Button>
            )}
            {actions}
          </div>
        )}
        {details.length > 0 && (
          <details className={classes['details']}>
            <summary>Technical detail</summary>
            <dl>
              {details.map(([name, value]) => (
                <div key={name}>
                  <dt>{name}</dt>
                  <dd>{Array.isArray(value) ? value.join('\n') : String(value)}</dd>
                </div>
              ))}
            </dl>
          </details>
        )}
      </div>
    </section>
  );
}
