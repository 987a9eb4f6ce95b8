import { Button, Group } from '@mantine/core';
import { IconDownload } from '@tabler/icons-react';
import { useQueryClient } from '@tanstack/react-query';
import { z } from 'zod';
import {
  exportApprovalRequest,
  importApproval,
  listApprovals,
} from '../../../../shared/contract/approvals.contract.ts';
import { digestedPlan } from '../../../../shared/model/plan.ts';
import { refresh, useAct, useCall } from '../../../client/use-call.ts';
import { ChooseFile } from '../../../components/choose-file.tsx';
import { download } from '../../../components/download.ts';
import { ErrorCard } from '../../../components/error-card.tsx';
import { Facts } from '../../../components/facts.tsx';
import { Person } from '../../shell/person.tsx';
import { PlanView } from '../plan-view.tsx';
import type { PromptProps } from './prompt-props.ts';
import classes from './prompt.module.css';

const asked = digestedPlan.extend({ seats: z.array(z.string()), received: z.int() });

/** A prompt that other people decide: the plan goes out as a file, what they signed comes back as one. */
export function SignaturesPrompt({ run, prompt, busy, onAnswer }: PromptProps) {
  const queries = useQueryClient();
  const { runId } = run;
  const request = useAct(exportApprovalRequest, ({ document: text }) =>
    download(`${runId}.request.json`, text),
  );
  const taken = useAct(importApproval, () => {
    refresh(queries, 'approvals.', 'runs.');
    onAnswer({});
  });
  const { data: approvals = [] } = useCall(listApprovals, {});
  const read = asked.safeParse(prompt.data);
  if (!read.success) return null;
  const { plan, digest, seats } = read.data;
  const received = approvals.find((each) => each.runId === runId && each.digest === digest)?.received ?? [];
  const failed = request.error ?? taken.error;
  return (
    <div className={classes['columns']}>
      <PlanView plan={plan} digest={digest} />
      <Facts
        facts={[
          ['Has to be signed by', seats.join(', and ')],
          [
            'Signed so far',
            received.length === 0
              ? 'by nobody'
              : received.map(({ keyId, decision }) => (
                  <div key={keyId}>
                    {decision === 'approved' ? 'Approved' : 'Refused'} by <Person keyId={keyId} show={32} />
                  </div>
                )),
          ],
        ]}
      />
      {failed && <ErrorCard error={failed.card} />}
      <Group gap="sm" mt="md">
        <Button
          size="sm"
          leftSection={<IconDownload size={15} aria-hidden />}
          loading={request.isPending}
          onClick={() => request.mutate({ runId })}
        >
          Save the request as a file
        </Button>
        <ChooseFile
          label="Take over a signed approval"
          busy={taken.isPending || busy}
          onText={(document) => taken.mutate({ document: document.trim() })}
        />
        <Button size="sm" variant="default" loading={busy} onClick={() => onAnswer({})}>
          Look again
        </Button>
      </Group>
    </div>
  );
}

/** Whether the prompt is one that other people decide. */
export const isForOthers = ({ prompt }: Pick<PromptProps, 'prompt'>): boolean =>
  asked.safeParse(prompt.data).success;
