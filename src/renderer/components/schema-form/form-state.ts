import { createContext, use } from 'react';
import type { Json, JsonObject } from '../../../shared/model/json.ts';
import type { FormItem } from './field-model.ts';
import type { ReactNode } from 'react';
import { pathKey, valueAt, type Path } from './form-values.ts';

export type FormState = {
  readonly values: JsonObject;
  readonly change: (path: Path, value: Json | undefined) => void;
  /** The problem to show at a field now: not before it was left, or the form was sent. */
  readonly problemAt: (key: string) => string | undefined;
  readonly leave: (key: string) => void;
  readonly disabled: boolean;
  /** What a freshly ticked item starts with. */
  readonly newItem: JsonObject;
  /** What stands beside an item's title. */
  readonly markItem: (item: FormItem) => ReactNode;
};

const FormStateContext = createContext<FormState | undefined>(undefined);

export const FormStateProvider = FormStateContext.Provider;

export function useFormState(): FormState {
  const state = use(FormStateContext);
  if (state === undefined) throw new Error('There is no form around this field.');
  return state;
}

/** What any single field needs: its value, how to change it, and what is wrong with it. */
export function useField(path: Path) {
  const { values, change, problemAt, leave, disabled } = useFormState();
  const key = pathKey(path);
  return {
    key,
    value: valueAt(values, path),
    set: (value: Json | undefined) => change(path, value),
    error: problemAt(key),
    onBlur: () => leave(key),
    disabled,
  };
}
