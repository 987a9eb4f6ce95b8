import { Button, Drawer, Group, TagsInput } from '@mantine/core';
import { useNavigate } from '@tanstack/react-router';
import { useMemo, useState } from 'react';
import { previewOffboarding, startOffboarding } from '../../../shared/contract/offboard.contract.ts';
import type { JsonObject } from '../../../shared/model/json.ts';
import { useAct } from '../../client/use-call.ts';
import { ErrorCard } from '../../components/error-card.tsx';
import { Panel } from '../../components/panel.tsx';
import { formOf } from '../../components/schema-form/field-model.ts';
import { problemsFrom, problemsOf } from '../../components/schema-form/form-problems.ts';
import { SchemaForm } from '../../components/schema-form/schema-form.tsx';
import { TypedConfirm } from '../../components/typed-confirm.tsx';
import { PlanView } from '../run/plan-view.tsx';
import { useMay } from '../shell/identity-context.ts';
import { ColumnChoices, type Choices } from './column-choices.tsx';

type Props = {
  readonly connection: string;
  readonly schema: JsonObject;
  readonly known: { readonly tenantId: string; readonly legalName: string };
};

/** Asked for beside the form, because a form has no field for lists and for columns that only the live schema knows. */
const apart = ['statutoryDocuments', 'classified'];

/** What is to be known of a tenant's end. Its plan can be read by whoever may look; opening the run asks for its name. */
export function OffboardForm({ connection, schema, known }: Props) {
  const go = useNavigate();
  const form = useMemo(() => formOf(without(schema)), [schema]);
  const [values, setValues] = useState<JsonObject>(known);
  const [statutory, setStatutory] = useState<readonly string[]>(defaultsOf(schema));
  const [classified, setClassified] = useState<Choices>({});
  const [asking, setAsking] = useState(false);
  const mayStart = useMay(startOffboarding);
  const preview = useAct(previewOffboarding);
  const start = useAct(startOffboarding, ({ runId }) => void go({ to: '/runs/$runId', params: { runId } }));
  const failed = (start.error ?? preview.error)?.card;
  const input = { ...values, statutoryDocuments: [...statutory], classified };
  const isWhole = Object.keys(problemsOf(form, values)).length === 0;
  const name = String(values['legalName'] as string);
  return (
    <Panel>
      <SchemaForm
        form={form}
        values={values}
        onChange={setValues}
        onSubmit={() => setAsking(true)}
        found={problemsFrom(failed?.details['problems'], 'input')}
        disabled={start.isPending}
      >
        <TagsInput
          label="Types of documents that the law keeps"
          description="All other files are removed once they are exported"
          value={[...statutory]}
          onChange={setStatutory}
        />
        <ColumnChoices
          connection={connection}
          tenantId={String(values['tenantId'] as string)}
          value={classified}
          onChange={setClassified}
        />
        {failed && <ErrorCard error={failed} />}
        <Group gap="sm">
          {mayStart && (
            <Button type="submit" size="sm" color="red.8" loading={start.isPending}>
              Off-board this tenant
            </Button>
          )}
          <Button
            size="sm"
            variant="default"
            loading={preview.isPending}
            disabled={!isWhole}
            onClick={() => preview.mutate({ connection, input })}
          >
            Look at the plan first
          </Button>
        </Group>
      </SchemaForm>
      <TypedConfirm
        opened={asking}
        title="Off-board this tenant"
        name={name}
        nameLabel="Type the tenant’s legal name"
        confirmLabel="Open the run"
        busy={start.isPending}
        onCancel={() => setAsking(false)}
        onConfirm={() => {
          setAsking(false);
          start.mutate({ connection, input });
        }}
      >
        The run exports everything at once and then waits: for the receipt, and for two other people’s
        signatures.
      </TypedConfirm>
      <Drawer
        opened={preview.data !== undefined}
        onClose={preview.reset}
        position="right"
        size={680}
        title="What a run would do now"
      >
        {preview.data && <PlanView {...preview.data} />}
      </Drawer>
    </Panel>
  );
}

const propertiesOf = (schema: JsonObject): JsonObject => schema['properties'] as JsonObject;

const without = (schema: JsonObject): JsonObject => ({
  ...schema,
  properties: Object.fromEntries(
    Object.entries(propertiesOf(schema)).filter(([key]) => !apart.includes(key)),
  ),
});

const defaultsOf = (schema: JsonObject): readonly string[] => {
  const field = propertiesOf(schema)['statutoryDocuments'] as JsonObject | undefined;
  return (field?.['default'] as readonly string[] | undefined) ?? [];
};
