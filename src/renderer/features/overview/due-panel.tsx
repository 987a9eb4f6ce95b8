import { Link } from '@tanstack/react-router';
import { listRegister } from '../../../shared/contract/register.contract.ts';
import { useCall } from '../../client/use-call.ts';
import { Panel } from '../../components/panel.tsx';
import { Pill } from '../../components/pill.tsx';
import { nameOf } from '../register/register-words.ts';
import { useMay } from '../shell/identity-context.ts';
import classes from './overview-page.module.css';

/** What was kept long enough: erasing it is due. Not there while nothing is. */
export function DuePanel() {
  const mayRead = useMay(listRegister);
  const { data: due = [] } = useCall(listRegister, mayRead ? { only: 'due' } : undefined, { fresh: 60 });
  if (due.length === 0) return null;
  return (
    <Panel
      title="Retention over"
      mark={<Pill tone="warn">{due.length}</Pill>}
      actions={<Link to="/register">Register</Link>}
    >
      <ul className={classes['due']}>
        {due.map((record) => (
          <li key={record.runId}>
            <Link to="/register" search={{ run: record.runId }}>
              {nameOf(record)}
            </Link>
          </li>
        ))}
      </ul>
    </Panel>
  );
}
