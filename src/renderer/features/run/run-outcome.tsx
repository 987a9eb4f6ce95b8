import { Button, Group } from '@mantine/core';
import { IconCircleCheck } from '@tabler/icons-react';
import { Link } from '@tanstack/react-router';
import type { RunView } from '../../../shared/model/run.ts';
import { duration } from '../../components/format-time.ts';
import classes from './run-page.module.css';

/** The end of a run that went through: what is true now, and where to go from here. */
export function RunOutcome({ run }: { readonly run: RunView }) {
  if (run.state !== 'completed') return null;
  const took = Date.parse(run.changedAt) - Date.parse(run.openedAt);
  return (
    <section className={classes['outcome']} role="status">
      <IconCircleCheck size={22} aria-hidden className={classes['outcomeicon']} />
      <div>
        <strong>Done. Every step went through, in {duration(took)}.</strong>
        <div className={classes['soft']}>Each step stands in the ledger, signed; its receipt is below.</div>
      </div>
      <Group gap="xs" ml="auto">
        <Button component={Link} to="/provision" variant="default">
          Provision another
        </Button>
        <Button component={Link} to={`/tenants/${run.tenantId}`}>
          Show the tenant
        </Button>
      </Group>
    </section>
  );
}
