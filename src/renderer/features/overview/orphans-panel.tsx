import { Link } from '@tanstack/react-router';
import { lastScans } from '../../../shared/contract/reconcile.contract.ts';
import { useCall } from '../../client/use-call.ts';
import { count } from '../../components/format-time.ts';
import { Panel } from '../../components/panel.tsx';
import { Pill } from '../../components/pill.tsx';
import { TimeAgo } from '../../components/time-ago.tsx';
import { useNow } from '../../components/use-now.ts';
import { useMay } from '../shell/identity-context.ts';
import classes from './overview-page.module.css';

/** What the newest look at each deployment found. Not there before the first one. */
export function OrphansPanel() {
  const mayLook = useMay(lastScans);
  const { data: scans = [] } = useCall(lastScans, mayLook ? {} : undefined, { fresh: 60 });
  if (scans.length === 0) return null;
  return (
    <Panel title="Orphans" mark={<Mark scans={scans} />} actions={<Link to="/reconcile">Reconcile</Link>}>
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

/** Older than the daily look and the turns it has to reach a deployment: since then nobody could look. */
const STALE_MS = 30 * 3_600_000;

type MarkProps = { readonly scans: readonly { readonly found: number; readonly scannedAt: string }[] };

/** How many were found; that there are none is only said of a look that is not old. */
function Mark({ scans }: MarkProps) {
  const now = useNow('halfMinute');
  const found = scans.reduce((sum, scan) => sum + scan.found, 0);
  if (found > 0) return <Pill tone="warn">{count(found)}</Pill>;
  const isStale = scans.some(({ scannedAt }) => now - Date.parse(scannedAt) > STALE_MS);
  return isStale ? <Pill tone="doubt">Not known</Pill> : <Pill tone="good">None</Pill>;
}
