import { Link } from '@tanstack/react-router';
import type { RegisterRecord } from '../../../shared/model/register.ts';
import { Pill } from '../../components/pill.tsx';
import { TimeAgo } from '../../components/time-ago.tsx';
import classes from './register.module.css';
import { nameOf, standingOf } from './register-words.ts';

/** A few records, each leading to its run. */
export const RegisterList = ({ records }: { readonly records: readonly RegisterRecord[] }) => (
  <ul className={classes['list']}>
    {records.map((record) => {
      const { word, tone } = standingOf(record);
      return (
        <li key={record.runId}>
          <Link to="/runs/$runId" params={{ runId: record.runId }} className={classes['line']}>
            <span className={classes['name']}>{nameOf(record)}</span>
            <span className={classes['soft']}>
              opened <TimeAgo iso={record.openedAt} />
            </span>
            <Pill tone={tone}>{word}</Pill>
          </Link>
        </li>
      );
    })}
  </ul>
);
