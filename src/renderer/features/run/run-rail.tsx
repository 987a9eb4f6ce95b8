import { Link } from '@tanstack/react-router';
import { closedRunStates, type RunView } from '../../../shared/model/run.ts';
import { CopyText } from '../../components/copy-text.tsx';
import { Facts } from '../../components/facts.tsx';
import { wholeTime } from '../../components/format-time.ts';
import { Panel } from '../../components/panel.tsx';
import classes from './run-page.module.css';

/** What this run is about, beside its steps. */
export const RunRail = ({ run }: { readonly run: RunView }) => (
  <aside className={classes['rail']} aria-label="About this run">
    <Panel title="About this run">
      <Facts
        narrow
        facts={[
          [
            'Tenant',
            <Link key="tenant" to="/tenants/$tenantId" params={{ tenantId: run.tenantId }}>
              Show the tenant
            </Link>,
          ],
          ['Tenant id', <CopyText key="id" text={run.tenantId} label="tenant id" />],
          ['Run', <CopyText key="run" text={run.runId} label="run id" />],
          ['Connection', `${run.connection} (${run.environment})`],
          ['Opened', wholeTime(run.openedAt)],
          ['Changed', wholeTime(run.changedAt)],
          ['Opened by', <CopyText key="by" text={run.operator} label="key id" show={16} />],
        ]}
      />
    </Panel>
    {!closedRunStates.includes(run.state) && (
      <p className={classes['hint']}>
        You can leave at any point. The log is the state of the run: whoever opens it again is where it
        stopped.
      </p>
    )}
  </aside>
);
