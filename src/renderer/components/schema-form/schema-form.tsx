import { useMemo, useState, type ReactNode } from 'react';
import type { JsonObject } from '../../../shared/model/json.ts';
import { GroupFields } from './any-field.tsx';
import type { FormItem, GroupField } from './field-model.ts';
import { problemsOf, type Problems } from './form-problems.ts';
import { FormStateProvider } from './form-state.ts';
import { withValue } from './form-values.ts';
import classes from './schema-form.module.css';

type Props = {
  readonly id?: string;
  readonly form: GroupField;
  readonly values: JsonObject;
  readonly onChange: (values: JsonObject) => void;
  /** Called when the form is sent and nothing is wrong with it by its schema. */
  readonly onSubmit: (values: JsonObject) => void;
  /** What the console found wrong with what was sent last. */
  readonly found?: Problems;
  readonly disabled?: boolean;
  readonly newItem?: JsonObject;
  readonly markItem?: (item: FormItem) => ReactNode;
  /** Stands above the fields. */
  readonly before?: ReactNode;
  readonly children?: ReactNode;
};

const nothing: Problems = {};
const noMark = () => undefined;

/** A form drawn from a schema: the fields, what is wrong with them, and below them whatever sends it. */
export function SchemaForm(props: Props) {
  const { form, values, onChange, onSubmit, found = nothing, disabled = false, children } = props;
  const [left, setLeft] = useState<ReadonlySet<string>>(new Set());
  const [sent, setSent] = useState(false);
  const problems = useMemo(() => problemsOf(form, values), [form, values]);
  const state = {
    values,
    disabled,
    newItem: props.newItem ?? {},
    markItem: props.markItem ?? noMark,
    change: (path: readonly string[], value: Parameters<typeof withValue>[2]) =>
      onChange(withValue(values, path, value)),
    leave: (key: string) => setLeft((before) => new Set(before).add(key)),
    problemAt: (key: string) => (sent || left.has(key) ? problems[key] : undefined) ?? found[key],
  };
  const send = (event: React.SubmitEvent<HTMLFormElement>) => {
    event.preventDefault();
    setSent(true);
    if (Object.keys(problems).length === 0) onSubmit(values);
    else focusFirst(event.currentTarget, Object.keys(problems));
  };
  return (
    <form id={props.id} noValidate className={classes['form']} onSubmit={send}>
      {props.before}
      <FormStateProvider value={state}>
        {form.fields.length > 0 && <GroupFields field={form} path={[]} />}
      </FormStateProvider>
      {children}
    </form>
  );
}

/** Leads to the first field that has to be mended. */
function focusFirst(form: HTMLFormElement, wrong: readonly string[]): void {
  const isWrong = (name: string | null) =>
    wrong.some((path) => name === path || name?.startsWith(`${path}.`) === true);
  const fields = [...form.elements].filter((field) => field instanceof HTMLElement);
  fields.find((field) => isWrong(field.getAttribute('name')))?.focus();
}
