import { Link } from '@tanstack/react-router';
import { lastScans } from '../../../shared/contract/reconcile.contract.ts';
import { useCall } from '../../client/use-call.ts';
import { count } from '../../components/format-time.ts';
import { Panel } from '../../components/panel.tsx';
import { Pill } from '../../components/pill.tsx';
import { TimeAgo } from '../../components/time-ago.tsx';
import { useMay } from '../shell/identity-context.ts';
import classes from './overview-page.module.css';

/** What the newest look at each deployment found. Not there before the first one. */
export function OrphansPanel() {
  const mayLook = useMay(lastScans);
  const { data: scans = [] } = useCall(lastScans, mayLook ? {} : undefined, { fresh: 60 });
  if (scans.length === 0) return null;
  const found = scans.reduce((sum, scan) => sum + scan.found, 0);
  return (
    <Panel
      title="Orphans"
      mark={found > 0 ? <Pill tone="warn">{count(found)}</Pill> : <Pill tone="good">None</Pill>}
      actions={<Link to="/reconcile">Reconcile</Link>}
    >
      <ul className={classes['due']}>
        {scans.map(({ connection, scannedAt, found: rows }) => (
          <li key={connection}>
            {connection}: {rows === 0 ? 'none' : count(rows)}, looked <TimeAgo iso={scannedAt} />
          </li>
        ))}
      </ul>
    </Panel>
  );
}
