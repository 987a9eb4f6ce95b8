import { Button, Modal, Stack, Textarea } from '@mantine/core';
import { IconEye } from '@tabler/icons-react';
import { useState } from 'react';
import { revealTenant, type TenantView } from '../../../shared/contract/tenants.contract.ts';
import { useAct } from '../../client/use-call.ts';
import { CopyText } from '../../components/copy-text.tsx';
import { ErrorCard } from '../../components/error-card.tsx';
import { Facts } from '../../components/facts.tsx';
import { wholeTime } from '../../components/format-time.ts';
import { Panel } from '../../components/panel.tsx';
import { Pill } from '../../components/pill.tsx';

type Props = { readonly tenant: TenantView; readonly onReveal: (tenant: TenantView) => void };

/** Who the tenant is. What is masked is shown on giving a reason, which is recorded. */
export function TenantFacts({ tenant, onReveal }: Props) {
  const [asking, setAsking] = useState(false);
  return (
    <Panel
      title="Who it is"
      mark={tenant.masked && <Pill tone="quiet">Masked</Pill>}
      actions={
        tenant.masked && (
          <Button
            variant="default"
            leftSection={<IconEye size={15} aria-hidden />}
            onClick={() => setAsking(true)}
          >
            Reveal
          </Button>
        )
      }
    >
      <Facts
        narrow
        facts={[
          ['Legal name', tenant.legalName || 'destroyed'],
          ['CRO number', tenant.croNumber && <CopyText text={tenant.croNumber} label="CRO number" />],
          ['Contact', tenant.contactName],
          ['E-mail', tenant.contactEmail],
          ['Plan', tenant.plan],
          ['White label', tenant.whiteLabel],
          ['Connection', `${tenant.connection} (${tenant.environment})`],
          ['Since', wholeTime(tenant.openedAt)],
        ]}
      />
      <Modal opened={asking} onClose={() => setAsking(false)} title="Reveal personal details">
        <RevealForm
          tenantId={tenant.tenantId}
          onReveal={(revealed) => {
            setAsking(false);
            onReveal(revealed);
          }}
        />
      </Modal>
    </Panel>
  );
}

type FormProps = { readonly tenantId: string; readonly onReveal: (tenant: TenantView) => void };

function RevealForm({ tenantId, onReveal }: FormProps) {
  const [reason, setReason] = useState('');
  const reveal = useAct(revealTenant, onReveal);
  return (
    <form
      onSubmit={(event) => {
        event.preventDefault();
        reveal.mutate({ tenantId, reason: reason.trim() });
      }}
    >
      <Stack gap="sm">
        <Textarea
          data-autofocus
          required
          autosize
          minRows={2}
          maxLength={500}
          label="Why do you need to see them?"
          description="The reveal, your key and this reason are written into the ledger"
          value={reason}
          onChange={({ currentTarget }) => setReason(currentTarget.value)}
        />
        {reveal.error && <ErrorCard error={reveal.error.card} />}
        <Button type="submit" loading={reveal.isPending} disabled={reason.trim().length < 5}>
          Reveal and record
        </Button>
      </Stack>
    </form>
  );
}
