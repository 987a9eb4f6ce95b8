import { sandboxStatus, startSandbox } from '../../../shared/contract/sandbox.contract.ts';
import { useCall } from '../../client/use-call.ts';
import { Facts } from '../../components/facts.tsx';
import { Panel } from '../../components/panel.tsx';
import { Pill } from '../../components/pill.tsx';
import { count } from '../../components/format-time.ts';
import { useMay } from '../shell/identity-context.ts';
import { StartSandbox } from '../settings/start-sandbox.tsx';
import classes from './overview-page.module.css';

/** Whether there is a deployment to rehearse on. */
export function SandboxPanel() {
  const { data: sandbox } = useCall(sandboxStatus, {}, { fresh: 15 });
  const mayStart = useMay(startSandbox);
  if (sandbox === undefined) return null;
  const running = sandbox.state === 'running';
  return (
    <Panel
      title="Sandbox"
      mark={<Pill tone={running ? 'good' : 'quiet'}>{running ? 'Running' : 'Stopped'}</Pill>}
    >
      {running ? (
        <Facts
          narrow
          facts={[
            [
              'Portal',
              <a key="portal" href={sandbox.portalUrl} target="_blank" rel="noreferrer">
                {new URL(sandbox.portalUrl).host}
              </a>,
            ],
            ['Schema', sandbox.variant],
            [
              'Tenants',
              <span key="tenants" className="tabular">
                {count(sandbox.seededTenants)} seeded
              </span>,
            ],
          ]}
        />
      ) : (
        <>
          <div className={classes['soft']}>
            A whole deployment on this machine, to rehearse on. Nothing in it is real.
          </div>
          {mayStart && (
            <div className={classes['footer']}>
              <StartSandbox />
            </div>
          )}
        </>
      )}
    </Panel>
  );
}
