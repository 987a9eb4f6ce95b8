import { Button, Group } from '@mantine/core';
import { notifications } from '@mantine/notifications';
import { IconArrowBackUp, IconCertificate, IconCircleCheck } from '@tabler/icons-react';
import { Link } from '@tanstack/react-router';
import type { ReactNode } from 'react';
import { createCertificate } from '../../../shared/contract/certificates.contract.ts';
import { startProvisioning } from '../../../shared/contract/runs.contract.ts';
import type { RunView } from '../../../shared/model/run.ts';
import type { StepState } from '../../../shared/model/step.ts';
import { useAct } from '../../client/use-call.ts';
import { download } from '../../components/download.ts';
import { counted, duration } from '../../components/format-time.ts';
import { useMay } from '../shell/identity-context.ts';
import classes from './run-page.module.css';

/** How a run ended: what is true now, and where to go from here. Nothing while it is open. */
export function RunOutcome({ run }: { readonly run: RunView }) {
  if (run.state === 'completed') return <WentThrough run={run} />;
  if (run.state === 'rolled-back') return <TakenBack run={run} />;
  return null;
}

function WentThrough({ run }: { readonly run: RunView }) {
  const mayCertify = useMay(createCertificate);
  const took = Date.parse(run.changedAt) - Date.parse(run.openedAt);
  return (
    <Outcome
      icon={<IconCircleCheck size={22} aria-hidden />}
      title={`Done. Every step went through, in ${duration(took)}.`}
      about="Each step stands in the ledger, signed; its receipt is below."
    >
      {mayCertify && <SaveCertificate runId={run.runId} />}
      <Button component={Link} to={`/tenants/${run.tenantId}`}>
        Show the tenant
      </Button>
    </Outcome>
  );
}

function TakenBack({ run: { runbook, steps, tenantId } }: { readonly run: RunView }) {
  const mayRepeat = useMay(startProvisioning) && runbook.endsWith('.provision');
  const among = (wanted: StepState): number => steps.filter(({ state }) => state === wanted).length;
  return (
    <Outcome
      quiet
      icon={<IconArrowBackUp size={22} aria-hidden />}
      title={`Taken back: ${counted(among('undone'), 'step')} undone and seen to be gone.`}
      about={`${counted(among('kept'), 'step')} left nothing to undo, or stayed on purpose; each says why below.`}
    >
      <Button component={Link} to={`/tenants/${tenantId}`} variant="default">
        Show the tenant
      </Button>
      {mayRepeat && (
        <Button component={Link} to="/provision">
          Provision again
        </Button>
      )}
    </Outcome>
  );
}

type OutcomeProps = {
  readonly icon: ReactNode;
  readonly title: string;
  readonly about: string;
  readonly quiet?: boolean;
  readonly children: ReactNode;
};

const Outcome = ({ icon, title, about, quiet = false, children }: OutcomeProps) => (
  <section className={classes['outcome']} role="status" data-quiet={quiet || undefined}>
    <span className={classes['outcomeicon']}>{icon}</span>
    <div>
      <strong>{title}</strong>
      <div className={classes['soft']}>{about}</div>
    </div>
    <Group gap="xs" ml="auto" wrap="nowrap">
      {children}
    </Group>
  </section>
);

/** One file that proves the whole run, offline. */
function SaveCertificate({ runId }: { readonly runId: string }) {
  const make = useAct(createCertificate, ({ document: text }) => download(`${runId}.certificate.json`, text));
  const save = () =>
    make.mutate(
      { runId },
      {
        onError: ({ card }) => notifications.show({ title: card.code, message: card.message, color: 'red' }),
      },
    );
  return (
    <Button
      variant="default"
      loading={make.isPending}
      leftSection={<IconCertificate size={15} aria-hidden />}
      onClick={save}
    >
      Save the certificate
    </Button>
  );
}
