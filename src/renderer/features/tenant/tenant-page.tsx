import { Button } from '@mantine/core';
import { useNavigate, useParams } from '@tanstack/react-router';
import { useState } from 'react';
import { previewOffboarding } from '../../../shared/contract/offboard.contract.ts';
import { showTenant, type TenantView } from '../../../shared/contract/tenants.contract.ts';
import { useCall } from '../../client/use-call.ts';
import { Columns } from '../../components/columns.tsx';
import { Answered } from '../../components/answered.tsx';
import { CopyText } from '../../components/copy-text.tsx';
import { JsonFacts } from '../../components/json-facts.tsx';
import { Page } from '../../components/page.tsx';
import { Panel } from '../../components/panel.tsx';
import { ReportList } from '../isolation/report-list.tsx';
import { ChecklistTable } from '../run/checklist-table.tsx';
import { RunList } from '../run/run-list.tsx';
import { RunStatePill } from '../run/run-state-pill.tsx';
import { useMay } from '../shell/identity-context.ts';
import { useShownConnection } from '../shell/connection-context.tsx';
import { TenantFacts } from './tenant-facts.tsx';
import { Timeline } from './timeline.tsx';

/** Who a tenant is and everything that ever happened to it. */
export function TenantPage() {
  const { tenantId } = useParams({ from: '/tenants/$tenantId' });
  const query = useCall(showTenant, { tenantId });
  const [revealed, setRevealed] = useState<TenantView>();
  const tenant = revealed?.tenantId === tenantId ? { ...query.data, ...revealed } : query.data;
  const mayOffboard = useMay(previewOffboarding);
  useShownConnection(tenant?.connection);
  return (
    <Page
      title={titleOf(tenant)}
      mark={tenant && <RunStatePill state={tenant.state} />}
      actions={mayOffboard && <OffboardLink tenantId={tenantId} />}
      about={<CopyText text={tenantId} label="tenant id" />}
    >
      <Answered query={query} lines={10}>
        {() => tenant && <TenantBody tenant={tenant} onReveal={setRevealed} />}
      </Answered>
    </Page>
  );
}

function OffboardLink({ tenantId }: { readonly tenantId: string }) {
  const go = useNavigate();
  return (
    <Button variant="default" onClick={() => void go({ to: '/offboard', search: { tenant: tenantId } })}>
      Off-board…
    </Button>
  );
}

/** A tenant whose details were shredded has an id and a history, and no name any more. */
function titleOf(tenant: TenantView | undefined): string {
  if (tenant === undefined) return 'Tenant';
  return tenant.legalName === '' ? 'Details destroyed' : tenant.legalName;
}

type Props = { readonly tenant: TenantView; readonly onReveal: (tenant: TenantView) => void };

const TenantBody = ({ tenant, onReveal }: Props) => (
  <Columns
    beside={
      <>
        <TenantFacts tenant={tenant} onReveal={onReveal} />
        {tenant.handOver && (
          <Panel title="Credentials hand-over">
            <JsonFacts value={tenant.handOver} />
          </Panel>
        )}
      </>
    }
  >
    <Panel title="Runs" flush>
      <RunList runs={tenant.runs} />
    </Panel>
    {tenant.checklist.length > 0 && (
      <Panel title="Post-provisioning checklist" flush>
        <ChecklistTable items={tenant.checklist} />
      </Panel>
    )}
    <ReportList tenantId={tenant.tenantId} connection={tenant.connection} />
    <Panel title="Timeline" flush>
      <Timeline entries={tenant.timeline} />
    </Panel>
  </Columns>
);
