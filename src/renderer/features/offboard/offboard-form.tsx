import { Button, Group, TagsInput } from '@mantine/core';
import { useNavigate } from '@tanstack/react-router';
import { useMemo, useState } from 'react';
import { previewOffboarding, startOffboarding } from '../../../shared/contract/offboard.contract.ts';
import type { JsonObject } from '../../../shared/model/json.ts';
import type { CallError } from '../../client/client.ts';
import { useAct } from '../../client/use-call.ts';
import { ErrorCard } from '../../components/error-card.tsx';
import { Panel } from '../../components/panel.tsx';
import { formOf } from '../../components/schema-form/field-model.ts';
import { problemsFrom, problemsOf } from '../../components/schema-form/form-problems.ts';
import { SchemaForm } from '../../components/schema-form/schema-form.tsx';
import { TypedConfirm } from '../../components/typed-confirm.tsx';
import { PlanDrawer } from '../run/plan-drawer.tsx';
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
  const input = { ...values, statutoryDocuments: [...statutory], classified };
  const name = values['legalName'] as string;
  const open = () => {
    setAsking(false);
    start.mutate({ connection, input });
  };
  return (
    <Panel>
      <SchemaForm
        form={form}
        values={values}
        onChange={setValues}
        onSubmit={() => setAsking(true)}
        found={problemsFrom((start.error ?? preview.error)?.card.details['problems'], 'input')}
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
          tenantId={values['tenantId'] as string}
          value={classified}
          onChange={setClassified}
        />
        <Failure error={start.error ?? preview.error} />
        <Group gap="sm">
          {mayStart && (
            <Button type="submit" size="sm" color="red.8" loading={start.isPending}>
              Off-board this tenant
            </Button>
          )}
          <LookFirst
            busy={preview.isPending}
            disabled={Object.keys(problemsOf(form, values)).length > 0}
            onLook={() => preview.mutate({ connection, input })}
          />
        </Group>
      </SchemaForm>
      <StartConfirm opened={asking} name={name} onCancel={() => setAsking(false)} onConfirm={open} />
      <PlanDrawer plan={preview.data} onClose={preview.reset} />
    </Panel>
  );
}

const Failure = ({ error }: { readonly error: CallError | null }) =>
  error && <ErrorCard error={error.card} />;

type LookProps = { readonly busy: boolean; readonly disabled: boolean; readonly onLook: () => void };

const LookFirst = ({ busy, disabled, onLook }: LookProps) => (
  <Button size="sm" variant="default" loading={busy} disabled={disabled} onClick={onLook}>
    Look at the plan first
  </Button>
);

type ConfirmProps = {
  readonly opened: boolean;
  readonly name: string;
  readonly onCancel: () => void;
  readonly onConfirm: () => void;
};

const StartConfirm = (props: ConfirmProps) => (
  <TypedConfirm
    {...props}
    title="Off-board this tenant"
    nameLabel="Type the tenant’s legal name"
    confirmLabel="Open the run"
  >
    The run exports everything at once and then waits: for the receipt, and for two other people’s signatures.
  </TypedConfirm>
);

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
