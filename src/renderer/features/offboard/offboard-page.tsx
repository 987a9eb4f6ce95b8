import { useSearch } from '@tanstack/react-router';
import { describeOffboarding } from '../../../shared/contract/offboard.contract.ts';
import { listRegister } from '../../../shared/contract/register.contract.ts';
import { showTenant } from '../../../shared/contract/tenants.contract.ts';
import { useCall } from '../../client/use-call.ts';
import { Answered } from '../../components/answered.tsx';
import { Page } from '../../components/page.tsx';
import { Panel } from '../../components/panel.tsx';
import { RegisterList } from '../register/register-list.tsx';
import { NoDeployment } from '../settings/no-deployment.tsx';
import { useConnections } from '../shell/connection-context.tsx';
import { OffboardForm } from './offboard-form.tsx';
import classes from './offboard.module.css';

/** The end of a tenant: what has to be known before its run is opened, and what is under way. */
export function OffboardPage() {
  const { chosen, loaded } = useConnections();
  const { tenant: tenantId } = useSearch({ from: '/offboard' });
  const tenant = useCall(showTenant, tenantId === undefined ? undefined : { tenantId });
  const connection = tenant.data?.connection ?? chosen?.name;
  const form = useCall(describeOffboarding, connection === undefined ? undefined : { connection }, {
    fresh: 300,
  });
  const isReady = tenantId === undefined || tenant.data !== undefined || tenant.isError;
  return (
    <Page
      title="Off-board a tenant"
      about="Return its data, erase its people, keep what the law keeps, and prove all of it. Nothing is taken away before two other people have signed."
    >
      <UnderWay />
      {loaded && connection === undefined ? (
        <NoDeployment toDo="off-board from" />
      ) : (
        <Answered query={form} lines={12}>
          {({ schema }) =>
            isReady &&
            connection !== undefined && (
              <OffboardForm
                key={tenantId ?? ''}
                connection={connection}
                schema={schema}
                known={{ tenantId: tenantId ?? '', legalName: tenant.data?.legalName ?? '' }}
              />
            )
          }
        </Answered>
      )}
    </Page>
  );
}

function UnderWay() {
  const { data = [] } = useCall(listRegister, { only: 'open' });
  if (data.length === 0) return null;
  return (
    <div className={classes['under']}>
      <Panel title="Under way" flush>
        <RegisterList records={data} />
      </Panel>
    </div>
  );
}
