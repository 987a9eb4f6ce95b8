import { Button } from '@mantine/core';
import { useMemo } from 'react';
import type { Json, JsonObject } from '../../../../shared/model/json.ts';
import { verdicts } from '../../../../shared/model/checklist.ts';
import { JsonFacts } from '../../../components/json-facts.tsx';
import { Pill } from '../../../components/pill.tsx';
import { formOf, type FormItem } from '../../../components/schema-form/field-model.ts';
import { problemsFrom } from '../../../components/schema-form/form-problems.ts';
import { SchemaForm } from '../../../components/schema-form/schema-form.tsx';
import { useIdentity } from '../../shell/identity-context.ts';
import { VerdictPill } from '../checklist-table.tsx';
import classes from './prompt.module.css';
import type { PromptProps } from './prompt-props.ts';
import { useAnswer } from './use-answer.ts';

/** Any prompt, drawn from the schema of its answer; items to go through come with its data. */
export function FormPrompt({ run, prompt, busy, found, onAnswer }: PromptProps) {
  const items = itemsIn(prompt.data?.['items']);
  const form = useMemo(() => formOf(prompt.schema, { items }), [prompt.schema, items]);
  const [values, setValues] = useAnswer(run.runId, prompt.stepId, prompt.defaults ?? {});
  return (
    <SchemaForm
      before={<Read data={prompt.data} />}
      form={form}
      values={values}
      onChange={setValues}
      onSubmit={onAnswer}
      found={problemsFrom(found)}
      disabled={busy}
      newItem={useNewItem()}
      markItem={markOf}
    >
      <div className={classes['send']}>
        <Button type="submit" size="sm" loading={busy}>
          Confirm and go on
        </Button>
      </div>
    </SchemaForm>
  );
}

/** What is to be read before answering, besides the items that the form goes through. */
function Read({ data = {} }: { readonly data: JsonObject | undefined }) {
  const facts = Object.fromEntries(Object.entries(data).filter(([name]) => name !== 'items'));
  return Object.keys(facts).length > 0 && <JsonFacts value={facts} />;
}

/** An item that is ticked is ticked by whoever sits here, today, until they say otherwise. */
export function useNewItem() {
  const { name = '' } = useIdentity();
  return useMemo(() => ({ by: name, at: localDay(new Date()) }), [name]);
}

const localDay = (now: Date): string =>
  [now.getFullYear(), now.getMonth() + 1, now.getDate()]
    .map((part) => String(part).padStart(2, '0'))
    .join('-');

/** What is known about an item before a person says anything. */
export function markOf({ verdict, mandatory }: FormItem) {
  const known = verdicts.find((each) => each === verdict);
  if (known !== undefined) return <VerdictPill verdict={known} />;
  return mandatory === false ? <Pill tone="quiet">Optional</Pill> : undefined;
}

const itemsIn = (value: Json | undefined): readonly FormItem[] =>
  Array.isArray(value) ? (value as readonly FormItem[]) : [];
