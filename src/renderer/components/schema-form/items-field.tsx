import { Checkbox } from '@mantine/core';
import type { Field, FormItem, ItemsField } from './field-model.ts';
import { useField, useFormState } from './form-state.ts';
import type { Path } from './form-values.ts';
import classes from './schema-form.module.css';
import { ChoiceInputField, NumberInputField, TextInputField } from './single-field.tsx';

type Props = { readonly field: ItemsField; readonly path: Path };

/** A checklist: each item with what is asked about it. */
export function ItemsInput({ field, path }: Props) {
  const { values: _values, ...state } = useFormState();
  const { error } = useField(path);
  return (
    <div role="group" aria-label={field.label}>
      <div className={classes['legend']}>{field.label}</div>
      {error !== undefined && <p className={classes['problem']}>{error}</p>}
      <ul className={classes['items']}>
        {field.items.map((item) => (
          <li key={item.id} className={classes['item']}>
            <ItemInput item={item} each={field.each} path={[...path, item.id]} mark={state.markItem(item)} />
          </li>
        ))}
      </ul>
    </div>
  );
}

type ItemProps = {
  readonly item: FormItem;
  readonly each: Field;
  readonly path: Path;
  readonly mark: React.ReactNode;
};

/** An item that is ticked asks for its details; one that is only remarked on has its remark beside it. */
function ItemInput({ item, each, path, mark }: ItemProps) {
  if (each.kind !== 'group')
    return (
      <div className={classes['itemremark']}>
        <div>
          {item.title}
          {[item['about'], item['note']]
            .filter((said) => typeof said === 'string')
            .map((said) => (
              <div key={said} className={classes['itemnote']}>
                {said}
              </div>
            ))}
        </div>
        {mark}
        <Bare field={{ ...each, label: `Note on ${item.title}`, hint: 'Your note' }} path={path} />
      </div>
    );
  const tick = each.fields.find(({ kind }) => kind === 'flag');
  const rest = each.fields.filter((field) => field !== tick);
  return tick === undefined ? null : (
    <TickedItem item={item} tick={tick.key} rest={rest} path={path} mark={mark} />
  );
}

type TickedProps = Omit<ItemProps, 'each'> & { readonly tick: string; readonly rest: readonly Field[] };

function TickedItem({ item, tick, rest, path, mark }: TickedProps) {
  const { newItem } = useFormState();
  const { key, value, set, disabled } = useField(path);
  const ticked =
    typeof value === 'object' && value !== null && (value as Record<string, unknown>)[tick] === true;
  return (
    <>
      <div className={classes['itemline']}>
        <Checkbox
          label={item.title}
          description={typeof item['about'] === 'string' ? item['about'] : undefined}
          name={key}
          checked={ticked}
          disabled={disabled}
          onChange={({ currentTarget }) =>
            set(currentTarget.checked ? { ...newItem, [tick]: true } : undefined)
          }
        />
        {mark}
      </div>
      {ticked && (
        <div className={classes['itemdetails']}>
          {rest.map((field) => (
            <Bare key={field.key} field={field} path={[...path, field.key]} />
          ))}
        </div>
      )}
    </>
  );
}

function Bare({ field, path }: { readonly field: Field; readonly path: Path }) {
  if (field.kind === 'text') return <TextInputField field={field} path={path} bare />;
  if (field.kind === 'number') return <NumberInputField field={field} path={path} bare />;
  if (field.kind === 'choice') return <ChoiceInputField field={field} path={path} bare />;
  return null;
}
