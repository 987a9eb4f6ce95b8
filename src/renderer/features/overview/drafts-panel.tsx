import { Link } from '@tanstack/react-router';
import { listDrafts } from '../../../shared/contract/overview.contract.ts';
import { useCall } from '../../client/use-call.ts';
import { Panel } from '../../components/panel.tsx';
import { TimeAgo } from '../../components/time-ago.tsx';
import { draftName } from '../provision/draft-name.ts';
import classes from './overview-page.module.css';

/** Intakes that were begun and not yet sent; absent while there are none. */
export function DraftsPanel() {
  const { data: drafts } = useCall(listDrafts, {});
  if (drafts === undefined || drafts.length === 0) return null;
  return (
    <Panel title="Unfinished" flush>
      <ul className={classes['drafts']}>
        {drafts.map(({ draftId, intake, connection, savedAt }) => (
          <li key={draftId}>
            <Link to="/provision" search={{ draft: draftId }} className={classes['draft']}>
              <span>{draftName(intake)}</span>
              <span className={classes['soft']}>
                {connection} · saved <TimeAgo iso={savedAt} />
              </span>
            </Link>
          </li>
        ))}
      </ul>
    </Panel>
  );
}
