import { Button, TextInput } from '@mantine/core';
import { digestedPlan } from '../../../../shared/model/plan.ts';
import { PlanView } from '../plan-view.tsx';
import { useTenantName } from '../../tenants/use-tenant-names.ts';
import { FormPrompt } from './form-prompt.tsx';
import classes from './prompt.module.css';
import type { PromptProps } from './prompt-props.ts';
import { useAnswer } from './use-answer.ts';

/** The plan to read, and the approval of exactly that one. Where nothing is filled in beforehand the tenant's name is to be typed. */
export function ApprovePrompt(props: PromptProps) {
  const { run, prompt, busy, onAnswer } = props;
  const read = digestedPlan.safeParse(prompt.data);
  const [answer, setAnswer] = useAnswer(run.runId, prompt.stepId, {});
  const name = useTenantName(run.tenantId);
  if (!read.success) return <FormPrompt {...props} />;
  const { plan, digest } = read.data;
  const mustType = prompt.defaults === undefined;
  const typed = typeof answer['confirmName'] === 'string' ? answer['confirmName'] : '';
  const ready = !mustType || (name === undefined ? typed !== '' : typed === name);
  return (
    <form
      onSubmit={(event) => {
        event.preventDefault();
        if (ready) onAnswer({ digest, ...(mustType && { confirmName: typed }) });
      }}
    >
      <PlanView plan={plan} digest={digest} />
      {mustType && (
        <TextInput
          mt="md"
          maw={420}
          required
          autoComplete="off"
          spellCheck={false}
          label="Type the tenant’s legal name to approve"
          description={name}
          value={typed}
          onChange={({ currentTarget }) => setAnswer({ confirmName: currentTarget.value })}
        />
      )}
      <div className={classes['send']} style={{ marginTop: 16 }}>
        <Button type="submit" size="sm" loading={busy} disabled={!ready}>
          Approve this plan
        </Button>
        <span className="mono" title={digest}>
          {digest.slice(0, 16)}…
        </span>
      </div>
    </form>
  );
}
