import { Button, Group, TextInput } from '@mantine/core';
import { useNavigate } from '@tanstack/react-router';
import { useState } from 'react';
import { settleRetention, startPurge } from '../../../shared/contract/register.contract.ts';
import type { RegisterRecord } from '../../../shared/model/register.ts';
import { useAct } from '../../client/use-call.ts';
import { ErrorCard } from '../../components/error-card.tsx';
import { Pill } from '../../components/pill.tsx';
import { TypedConfirm } from '../../components/typed-confirm.tsx';
import { useMay } from '../shell/identity-context.ts';
import classes from './register.module.css';
import { itemWords, nameOf } from './register-words.ts';

type Item = RegisterRecord['retention'][number];

/** Each kept thing with its day; what is due can be vouched for or purged. */
export function KeptItems({ record }: { readonly record: RegisterRecord }) {
  if (record.retention.length === 0) return <span className={classes['soft']}>The clock has not begun.</span>;
  return (
    <div className={classes['kept']}>
      {record.retention.map((item) => (
        <KeptItem key={item.item} record={record} kept={item} />
      ))}
    </div>
  );
}

function KeptItem({
  record,
  kept: { item, until, settled },
}: {
  readonly record: RegisterRecord;
  readonly kept: Item;
}) {
  const isDue = record.due.includes(item);
  return (
    <>
      <span>{itemWords[item]}</span>
      <span className="tabular">until {until}</span>
      {settled !== undefined && <Pill tone="quiet">{`Erased: ${settled.reference}`}</Pill>}
      {settled === undefined && !isDue && <Pill tone="good">Kept</Pill>}
      {isDue && item === 'scheme-records' && <Purge record={record} />}
      {isDue && item !== 'scheme-records' && <Settle tenantId={record.tenantId} item={item} />}
    </>
  );
}

type SettleProps = {
  readonly tenantId: string;
  readonly item: Exclude<Item['item'], 'scheme-records'>;
};

function Settle({ tenantId, item }: SettleProps) {
  const [reference, setReference] = useState('');
  const settle = useAct(settleRetention);
  return (
    <form
      onSubmit={(event) => {
        event.preventDefault();
        settle.mutate({ tenantId, item, reference });
      }}
    >
      <Group gap={6} wrap="nowrap">
        <TextInput
          size="xs"
          aria-label={`What shows that the ${itemWords[item].toLowerCase()} are erased`}
          placeholder="Ticket or protocol"
          value={reference}
          onChange={({ currentTarget }) => setReference(currentTarget.value)}
        />
        <Button type="submit" size="xs" disabled={reference.trim().length < 2} loading={settle.isPending}>
          Erased
        </Button>
      </Group>
      {settle.error && <ErrorCard error={settle.error.card} />}
    </form>
  );
}

function Purge({ record }: { readonly record: RegisterRecord }) {
  const go = useNavigate();
  const [asking, setAsking] = useState(false);
  const mayPurge = useMay(startPurge);
  const purge = useAct(startPurge, ({ runId }) => void go({ to: '/runs/$runId', params: { runId } }));
  if (!mayPurge) return <Pill tone="warn">Due</Pill>;
  return (
    <>
      <Button size="xs" color="red.8" loading={purge.isPending} onClick={() => setAsking(true)}>
        Purge…
      </Button>
      {purge.error && <ErrorCard error={purge.error.card} />}
      <TypedConfirm
        opened={asking}
        title="Purge for good"
        name={nameOf(record)}
        nameLabel="Type the tenant’s name"
        confirmLabel="Open the run"
        onCancel={() => setAsking(false)}
        onConfirm={() => {
          setAsking(false);
          purge.mutate({ tenantId: record.tenantId });
        }}
      >
        Everything that was kept of {nameOf(record)} goes, once CISO and Compliance Officer have signed the
        plan.
      </TypedConfirm>
    </>
  );
}
