import { Button, Group, TextInput } from '@mantine/core';
import { useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { refuseApproval, signApproval } from '../../../shared/contract/approvals.contract.ts';
import { approvalRules, type ApprovalRequest } from '../../../shared/model/approval.ts';
import { refresh, useAct } from '../../client/use-call.ts';
import { download } from '../../components/download.ts';
import { ErrorCard } from '../../components/error-card.tsx';
import { Facts } from '../../components/facts.tsx';
import { Panel } from '../../components/panel.tsx';
import { Pill } from '../../components/pill.tsx';
import { PlanView } from '../run/plan-view.tsx';
import { Person } from '../shell/person.tsx';
import classes from './approvals.module.css';
import { purposeWords } from './purpose-words.ts';

type Props = { readonly request: ApprovalRequest; readonly document: string };

/** A colleague's request: the plan in words, its exact digest, and the two answers. Either goes back as a file. */
export function RequestPanel({ request, document }: Props) {
  const queries = useQueryClient();
  const [reason, setReason] = useState('');
  const answered = (kind: string) => (given: { readonly document: string }) => {
    download(`${request.runId}.${kind}.json`, given.document);
    refresh(queries, 'approvals.');
  };
  const sign = useAct(signApproval, answered('approval'));
  const refuse = useAct(refuseApproval, answered('refusal'));
  const failed = sign.error ?? refuse.error;
  const done = sign.data ?? refuse.data;
  const { purpose, tenantId, requester, requestedAt, expiresAt, plan, digest } = request;
  return (
    <Panel title={`${purposeWords[purpose]} of ${tenantId}`}>
      <Facts
        facts={[
          ['Asked by', <Person key="by" keyId={requester} show={32} />],
          ['Asked on', `${requestedAt.slice(0, 10)}, to be signed before ${expiresAt.slice(0, 10)}`],
          [
            'Needs',
            approvalRules[purpose]
              .map(({ offices, roles }) => [...offices, ...roles].join(' or '))
              .join('; and '),
          ],
        ]}
      />
      <PlanView plan={plan} digest={digest} />
      {failed && <ErrorCard error={failed.card} />}
      {done ? (
        <p role="status">
          <Pill tone={sign.data ? 'good' : 'bad'}>{sign.data ? 'Signed' : 'Refused'}</Pill> Send the file back
          to whoever asked.
        </p>
      ) : (
        <Group gap="sm" align="flex-end" mt="md">
          <Button size="sm" loading={sign.isPending} onClick={() => sign.mutate({ document })}>
            Sign exactly this plan
          </Button>
          <TextInput
            className={classes['grow'] ?? ''}
            label="Why it is refused"
            value={reason}
            onChange={({ currentTarget }) => setReason(currentTarget.value)}
          />
          <Button
            size="sm"
            variant="default"
            disabled={reason.trim().length < 5}
            loading={refuse.isPending}
            onClick={() => refuse.mutate({ document, reason })}
          >
            Refuse
          </Button>
        </Group>
      )}
    </Panel>
  );
}
