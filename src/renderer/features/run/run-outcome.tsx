import { Button, Group } from '@mantine/core';
import { notifications } from '@mantine/notifications';
import { IconCircleCheck, IconCertificate } from '@tabler/icons-react';
import { Link } from '@tanstack/react-router';
import { createCertificate } from '../../../shared/contract/certificates.contract.ts';
import type { RunView } from '../../../shared/model/run.ts';
import { useAct } from '../../client/use-call.ts';
import { download } from '../../components/download.ts';
import { duration } from '../../components/format-time.ts';
import { useMay } from '../shell/identity-context.ts';
import classes from './run-page.module.css';

/** The end of a run that went through: what is true now, and where to go from here. */
export function RunOutcome({ run }: { readonly run: RunView }) {
  const mayCertify = useMay(createCertificate);
  const took = Date.parse(run.changedAt) - Date.parse(run.openedAt);
  return (
    <section className={classes['outcome']} role="status">
      <IconCircleCheck size={22} aria-hidden className={classes['outcomeicon']} />
      <div>
        <strong>Done. Every step went through, in {duration(took)}.</strong>
        <div className={classes['soft']}>Each step stands in the ledger, signed; its receipt is below.</div>
      </div>
      <Group gap="xs" ml="auto" wrap="nowrap">
        {mayCertify && <SaveCertificate runId={run.runId} />}
        <Button component={Link} to={`/tenants/${run.tenantId}`}>
          Show the tenant
        </Button>
      </Group>
    </section>
  );
}

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
