import { Button } from '@mantine/core';
import { useQueryClient } from '@tanstack/react-query';
import { Link, useNavigate } from '@tanstack/react-router';
import { listIsolationReports, verifyTenant } from '../../../shared/contract/isolation.contract.ts';
import { refresh, useAct, useCall } from '../../client/use-call.ts';
import { Answered } from '../../components/answered.tsx';
import { ErrorCard } from '../../components/error-card.tsx';
import { Panel } from '../../components/panel.tsx';
import { TimeAgo } from '../../components/time-ago.tsx';
import { VerdictPill } from '../run/checklist-table.tsx';
import { useMay } from '../shell/identity-context.ts';
import classes from './isolation.module.css';

type Props = { readonly tenantId: string; readonly connection: string };

/** Every time a tenant’s isolation was checked, newest first, and the way to check it now. */
export function ReportList({ tenantId, connection }: Props) {
  const query = useCall(listIsolationReports, { tenantId });
  const go = useNavigate();
  const queries = useQueryClient();
  const mayVerify = useMay(verifyTenant);
  const verify = useAct(verifyTenant, ({ digest }) => {
    refresh(queries, 'isolation.', 'tenants.', 'runs.');
    void go({ to: '/isolation/$digest', params: { digest } });
  });
  return (
    <Panel
      title="Isolation"
      flush
      actions={
        mayVerify && (
          <Button
            variant="default"
            loading={verify.isPending}
            onClick={() => verify.mutate({ connection, tenantId })}
          >
            Check now
          </Button>
        )
      }
    >
      {verify.error && <ErrorCard error={verify.error.card} />}
      <Answered query={query}>
        {(reports) => (
          <ul className={classes['reports']}>
            {reports.length === 0 && <li className={classes['none']}>Not checked yet.</li>}
            {reports.map(({ digest, at, verdict, passed, probes }) => (
              <li key={digest}>
                <Link to="/isolation/$digest" params={{ digest }} className={classes['report']}>
                  <VerdictPill verdict={verdict} />
                  <span>
                    {passed} of {probes} probes passed
                  </span>
                  <TimeAgo iso={at} />
                </Link>
              </li>
            ))}
          </ul>
        )}
      </Answered>
    </Panel>
  );
}
