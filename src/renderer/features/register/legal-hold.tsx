import { Button, Group, TextInput, Title } from '@mantine/core';
import { useState } from 'react';
import { holdTenant, releaseTenant } from '../../../shared/contract/register.contract.ts';
import type { RegisterRecord } from '../../../shared/model/register.ts';
import { useAct } from '../../client/use-call.ts';
import { ErrorCard } from '../../components/error-card.tsx';
import { Facts } from '../../components/facts.tsx';
import { Person } from '../shell/person.tsx';
import classes from './register.module.css';

/** Keeps a tenant beyond its day, or lets it go again; either with a reason. */
export function LegalHold({ record: { tenantId, hold, purgedAt } }: { readonly record: RegisterRecord }) {
  const [reason, setReason] = useState('');
  const lay = useAct(holdTenant, () => setReason(''));
  const release = useAct(releaseTenant, () => setReason(''));
  const act = hold === undefined ? lay : release;
  if (purgedAt !== undefined) return null;
  return (
    <section>
      <Title order={3}>Legal hold</Title>
      {hold && (
        <Facts
          facts={[
            ['Since', hold.since.slice(0, 10)],
            ['Reason', hold.reason],
            ['By', <Person key="by" keyId={hold.by} />],
          ]}
        />
      )}
      <form
        onSubmit={(event) => {
          event.preventDefault();
          act.mutate({ tenantId, reason });
        }}
      >
        <Group gap="sm" align="flex-end">
          <TextInput
            label={hold === undefined ? 'Why it must be kept' : 'Why it need not be kept any more'}
            description="At least five letters; sealed in the log"
            className={classes['name'] ?? ''}
            value={reason}
            onChange={({ currentTarget }) => setReason(currentTarget.value)}
          />
          <Button type="submit" variant="default" disabled={reason.trim().length < 5} loading={act.isPending}>
            {hold === undefined ? 'Lay a hold' : 'Release it'}
          </Button>
        </Group>
      </form>
      {act.error && <ErrorCard error={act.error.card} />}
    </section>
  );
}
