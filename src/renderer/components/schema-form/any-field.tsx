import { Switch } from '@mantine/core';
import { useId } from 'react';
import type { Field, GroupField } from './field-model.ts';
import { useField } from './form-state.ts';
import type { Path } from './form-values.ts';
import { ItemsInput } from './items-field.tsx';
import classes from './schema-form.module.css';
import { ChoiceInputField, FlagInputField, NumberInputField, TextInputField } from './single-field.tsx';

type Props<F> = { readonly field: F; readonly path: Path };

/** The input for any field of a form, whatever its kind. */
export function AnyField({ field, path }: Props<Field>) {
  switch (field.kind) {
    case 'text':
      return <TextInputField field={field} path={path} />;
    case 'number':
      return <NumberInputField field={field} path={path} />;
    case 'choice':
      return <ChoiceInputField field={field} path={path} />;
    case 'flag':
      return <FlagInputField field={field} path={path} />;
    case 'items':
      return <ItemsInput field={field} path={path} />;
    case 'group':
      return field.required ? (
        <NeededGroup field={field} path={path} />
      ) : (
        <OptionalGroup field={field} path={path} />
      );
  }
}

/** The fields of a group, two abreast where they are short. */
export const GroupFields = ({ field: { fields }, path }: Props<GroupField>) => (
  <div className={classes['grid']}>
    {fields.map((field) => (
      <div key={field.key} data-wide={isWide(field) || undefined}>
        <AnyField field={field} path={[...path, field.key]} />
      </div>
    ))}
  </div>
);

const isWide = (field: Field): boolean =>
  field.kind === 'group' || field.kind === 'items' || (field.kind === 'text' && field.lines > 1);

function NeededGroup({ field, path }: Props<GroupField>) {
  const id = useId();
  return (
    <div role="group" aria-labelledby={id}>
      <div id={id} className={classes['legend']}>
        {field.label}
      </div>
      <GroupFields field={field} path={path} />
    </div>
  );
}

/** A group that may be left out: a switch brings it in. */
function OptionalGroup({ field, path }: Props<GroupField>) {
  const { value, set, disabled } = useField(path);
  const isIn = value !== undefined;
  return (
    <div role="group" aria-label={field.label}>
      <Switch
        label={field.label}
        checked={isIn}
        disabled={disabled}
        onChange={({ currentTarget }) => set(currentTarget.checked ? {} : undefined)}
      />
      {isIn && (
        <div className={classes['inset']}>
          <GroupFields field={field} path={path} />
        </div>
      )}
    </div>
  );
}
