import { Checkbox, NumberInput, Select, Textarea, TextInput } from '@mantine/core';
import type { ChoiceField, FlagField, NumberField, TextField } from './field-model.ts';
import { useField } from './form-state.ts';
import type { Path } from './form-values.ts';

type Props<F> = {
  readonly field: F;
  readonly path: Path;
  /** The label is there for who cannot see what stands beside the field. */
  readonly bare?: boolean;
};

/** The hint stands below the field, where its problem takes its place: nothing moves when one comes. */
const labelled = (
  { label, hint, required }: Pick<TextField, 'label' | 'hint' | 'required'>,
  error: string | undefined,
  bare: boolean,
) =>
  bare
    ? { 'aria-label': label, error }
    : {
        label,
        error,
        withAsterisk: required,
        inputWrapperOrder: ['label', 'input', 'description', 'error'] satisfies InputWrapperOrder,
        ...(hint !== undefined && error === undefined && { description: hint }),
      };

type InputWrapperOrder = ('label' | 'input' | 'description' | 'error')[];

/** In place of the hint, once there is something that fits. */
function becoming({ becomes, pattern }: TextField, text: string): { readonly hint?: string } {
  if (becomes === undefined || !new RegExp(pattern ?? '.', 'u').test(text)) return {};
  const { title, prefix, replace, by } = becomes;
  return { hint: `${title}: ${prefix}${text.replaceAll(replace, by)}` };
}

/** A field for text, an e-mail address, a date or several lines. */
export function TextInputField({ field, path, bare = false }: Props<TextField>) {
  const { key, value, set, error, onBlur, disabled } = useField(path);
  const text = typeof value === 'string' ? value : '';
  const shared = {
    ...labelled({ ...field, ...becoming(field, text) }, error, bare),
    name: key,
    value: text,
    onBlur,
    disabled,
    'aria-required': field.required,
    ...(field.maxLength !== undefined && { maxLength: field.maxLength }),
    ...(bare && { placeholder: field.hint ?? field.label, size: 'xs' }),
  };
  const lines = bare ? 1 : field.lines;
  if (lines > 1)
    return (
      <Textarea
        {...shared}
        autosize
        minRows={lines}
        maxRows={12}
        onChange={({ currentTarget }) => set(currentTarget.value)}
      />
    );
  const type = { plain: 'text', email: 'email', uri: 'url', date: 'date' }[field.format];
  return (
    <TextInput
      {...shared}
      type={type}
      spellCheck={false}
      autoComplete="off"
      onChange={({ currentTarget }) => set(currentTarget.value)}
    />
  );
}

export function NumberInputField({ field, path, bare = false }: Props<NumberField>) {
  const { key, value, set, error, onBlur, disabled } = useField(path);
  return (
    <NumberInput
      {...labelled(field, error, bare)}
      name={key}
      value={typeof value === 'number' ? value : ''}
      onBlur={onBlur}
      disabled={disabled}
      allowDecimal={false}
      hideControls
      onChange={(next) => set(typeof next === 'number' ? next : undefined)}
    />
  );
}

export function ChoiceInputField({ field, path, bare = false }: Props<ChoiceField>) {
  const { key, value, set, error, onBlur, disabled } = useField(path);
  return (
    <Select
      {...labelled(field, error, bare)}
      name={key}
      data={field.options.map(({ value: option, label }) => ({ value: option, label }))}
      value={typeof value === 'string' ? value : null}
      onBlur={onBlur}
      disabled={disabled}
      clearable={!field.required}
      onChange={(next) => set(next ?? undefined)}
    />
  );
}

export function FlagInputField({ field, path }: Props<FlagField>) {
  const { key, value, set, disabled } = useField(path);
  return (
    <Checkbox
      label={field.label}
      name={key}
      checked={value === true}
      disabled={disabled}
      onChange={({ currentTarget }) => set(currentTarget.checked)}
    />
  );
}
