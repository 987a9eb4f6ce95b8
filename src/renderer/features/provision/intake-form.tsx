import { Button, Group } from '@mantine/core';
import { useNavigate } from '@tanstack/react-router';
import { useMemo, useState } from 'react';
import { previewProvisioning, startProvisioning } from '../../../shared/contract/runs.contract.ts';
import type { JsonObject } from '../../../shared/model/json.ts';
import { useAct } from '../../client/use-call.ts';
import { ErrorCard } from '../../components/error-card.tsx';
import { Panel } from '../../components/panel.tsx';
import { formOf } from '../../components/schema-form/field-model.ts';
import { problemsFrom, problemsOf } from '../../components/schema-form/form-problems.ts';
import { SchemaForm } from '../../components/schema-form/schema-form.tsx';
import { PlanDrawer } from '../run/plan-drawer.tsx';
import { markOf, useNewItem } from '../run/prompts/form-prompt.tsx';
import { arranged } from './arrange.ts';
import { IntakeRail, type StepOnTheWay } from './intake-rail.tsx';
import classes from './provision.module.css';
import { ServersPanel } from './servers-panel.tsx';
import { useDraft, type Draft } from './use-draft.ts';

type Props = {
  readonly draftId: string;
  readonly connection: string;
  readonly schema: JsonObject;
  readonly steps: readonly StepOnTheWay[];
  /** Whether tenants are placed on servers here. */
  readonly placed: boolean;
  /** What was kept of it before. */
  readonly draft: Draft | undefined;
};

/** The form of an intake, kept as it is typed; from here the plan can be read and the run opened. */
export function IntakeForm({ draftId, connection, schema, steps, placed, draft }: Props) {
  const go = useNavigate();
  const form = useMemo(() => arranged(formOf(schema)), [schema]);
  const [intake, setIntake] = useState<JsonObject>(draft?.intake ?? {});
  const { save, forget, savedAt, error: saveError } = useDraft(draftId, connection, draft);
  const start = useAct(startProvisioning, ({ runId }) => {
    void forget();
    void go({ to: '/runs/$runId', params: { runId } });
  });
  const preview = useAct(previewProvisioning);
  const failed = (start.error ?? preview.error)?.card;
  const newItem = useNewItem();
  const change = (values: JsonObject) => {
    setIntake(values);
    save(values);
  };
  return (
    <div className={classes['columns']}>
      <Panel>
        <SchemaForm
          id="intake"
          form={form}
          values={intake}
          onChange={change}
          onSubmit={(values) => start.mutate({ connection, intake: values })}
          found={problemsFrom(failed?.details['problems'], 'intake')}
          disabled={start.isPending}
          newItem={newItem}
          markItem={markOf}
        >
          {failed && <ErrorCard error={failed} />}
          <Group gap="sm">
            <Button type="submit" size="sm" loading={start.isPending}>
              Open the run
            </Button>
            <Button
              size="sm"
              variant="default"
              loading={preview.isPending}
              disabled={Object.keys(problemsOf(form, intake)).length > 0}
              onClick={() => preview.mutate({ connection, intake })}
            >
              Look at the plan first
            </Button>
          </Group>
        </SchemaForm>
      </Panel>
      <IntakeRail form={form} intake={intake} steps={steps} savedAt={savedAt} saveError={saveError}>
        {placed && <ServersPanel connection={connection} />}
      </IntakeRail>
      <PlanDrawer plan={preview.data} onClose={preview.reset} />
    </div>
  );
}
