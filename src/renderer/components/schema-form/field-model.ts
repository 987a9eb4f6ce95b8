import type { Json, JsonObject } from '../../../shared/model/json.ts';

type Base = {
  readonly key: string;
  readonly label: string;
  /** More words under the label. */
  readonly hint?: string;
  readonly required: boolean;
};

/** `acme-health` becomes the database `tenant_acme_health`. */
export type Becoming = {
  readonly title: string;
  readonly prefix: string;
  readonly replace: string;
  readonly by: string;
};

export type TextField = Base & {
  readonly kind: 'text';
  readonly format: 'plain' | 'email' | 'uri' | 'date';
  readonly minLength: number;
  readonly maxLength?: number;
  readonly pattern?: string;
  /** What the text is made into, shown as it is typed. */
  readonly becomes?: Becoming;
  /** More than one: a field to write several lines in. */
  readonly lines: number;
};
export type NumberField = Base & { readonly kind: 'number'; readonly min?: number; readonly max?: number };
export type ChoiceField = Base & {
  readonly kind: 'choice';
  readonly options: readonly { readonly value: string; readonly label: string }[];
};
export type FlagField = Base & { readonly kind: 'flag' };
export type GroupField = Base & { readonly kind: 'group'; readonly fields: readonly Field[] };

/** One line of a checklist. Facts beside its id and title belong to whoever draws it. */
export type FormItem = JsonObject & { readonly id: string; readonly title: string };

/** The same fields for each of a list of known items: a checklist. */
export type ItemsField = Base & {
  readonly kind: 'items';
  readonly items: readonly FormItem[];
  /** What is asked for each item; its key is empty. */
  readonly each: Field;
};

export type Field = TextField | NumberField | ChoiceField | FlagField | GroupField | ItemsField;

/** What the schema alone does not say. */
export type FormContext = {
  /** The items of a record whose keys the schema leaves open. */
  readonly items?: readonly FormItem[];
};

/**
 * Reads the JSON Schema (2020-12, as zod writes it) of an object into the fields of a form. Labels come from `title`, else from
 * `description`, else from the key. Besides the standard, `x-hint`, `x-items` (items of a record), `x-titles` (words for an enum's
 * values), `x-lines` and `x-becomes` are read. What a form cannot ask for is an error of the programmer, not of the operator.
 */
export const formOf = (schema: JsonObject, context: FormContext = {}): GroupField => {
  const root = fieldOf('', schema, true, context);
  if (root.kind !== 'group') throw new Error('A form is made from the schema of an object.');
  return root;
};

function fieldOf(key: string, schema: JsonObject, required: boolean, context: FormContext): Field {
  const base: Base = { key, ...wordsOf(key, schema), required: required && schema['default'] === undefined };
  if (Array.isArray(schema['enum'])) return { ...base, kind: 'choice', options: optionsOf(schema) };
  switch (schema['type']) {
    case 'string':
      return textField(base, schema);
    case 'boolean':
      return { ...base, kind: 'flag' };
    case 'integer':
    case 'number':
      return { ...base, kind: 'number', ...numbersIn(schema, { minimum: 'min', maximum: 'max' }) };
    case 'object':
      return isObject(schema['properties'])
        ? { ...base, kind: 'group', fields: fieldsOf(schema, schema['properties'], context) }
        : itemsField(base, schema, context);
    default:
      throw new Error(`A form cannot ask for ${key}: ${JSON.stringify(schema['type'])}`);
  }
}

function fieldsOf(schema: JsonObject, properties: JsonObject, context: FormContext): readonly Field[] {
  const required = Array.isArray(schema['required']) ? schema['required'] : [];
  return Object.entries(properties)
    .filter((entry): entry is [string, JsonObject] => isObject(entry[1]))
    .map(([key, property]) => fieldOf(key, property, required.includes(key), context));
}

function textField(base: Base, schema: JsonObject): TextField {
  const format = schema['format'];
  const sizes = numbersIn(schema, { minLength: 'minLength', maxLength: 'maxLength', 'x-lines': 'lines' });
  return {
    ...base,
    kind: 'text',
    format: format === 'email' || format === 'uri' || format === 'date' ? format : 'plain',
    minLength: 0,
    lines: (sizes.maxLength ?? 0) >= LONG_TEXT ? 2 : 1,
    ...sizes,
    ...(typeof schema['pattern'] === 'string' && { pattern: schema['pattern'] }),
    ...(isObject(schema['x-becomes']) && { becomes: schema['x-becomes'] as Becoming }),
  };
}

/** From so many letters on a field is for sentences. */
const LONG_TEXT = 300;

function itemsField(base: Base, schema: JsonObject, { items }: FormContext): ItemsField {
  const each = schema['additionalProperties'];
  if (!isObject(each)) throw new Error(`A form cannot ask for ${base.key}: its values have no schema.`);
  const titled = (schema['x-items'] as readonly FormItem[] | undefined) ?? namedItems(schema) ?? items ?? [];
  return { ...base, kind: 'items', items: titled, each: fieldOf('', each, false, {}) };
}

function namedItems(schema: JsonObject): readonly FormItem[] | undefined {
  const names = schema['propertyNames'];
  if (!isObject(names) || !Array.isArray(names['enum'])) return undefined;
  return names['enum'].map((id) => ({ id: String(id), title: wordsIn(String(id)) }));
}

function optionsOf(schema: JsonObject): ChoiceField['options'] {
  const titles = isObject(schema['x-titles']) ? schema['x-titles'] : {};
  const values = (schema['enum'] as readonly Json[]).map(String);
  return values.map((value) => ({ value, label: textOr(titles[value], wordsIn(value)) }));
}

function wordsOf(key: string, schema: JsonObject): Pick<Base, 'label' | 'hint'> {
  const { title, description, 'x-hint': own } = schema;
  const label = [title, description].find(isText) ?? wordsIn(key);
  const hint = [own, isText(title) ? description : undefined].find(isText);
  return { label, ...(hint !== undefined && { hint }) };
}

const textOr = (value: Json | undefined, otherwise: string): string =>
  typeof value === 'string' ? value : otherwise;

/** `dpa-signed` and `caFile` as words. */
export function wordsIn(key: string): string {
  const words = key
    .replace(/([a-z\d])([A-Z])/g, '$1 $2')
    .replace(/[-_.]+/g, ' ')
    .toLowerCase();
  return words.charAt(0).toUpperCase() + words.slice(1);
}

function numbersIn<Name extends string>(schema: JsonObject, names: Readonly<Record<string, Name>>) {
  const found = Object.entries(names).filter(([from]) => typeof schema[from] === 'number');
  return Object.fromEntries(found.map(([from, to]) => [to, schema[from]])) as Partial<Record<Name, number>>;
}

const isText = (value: Json | undefined): value is string => typeof value === 'string';

const isObject = (value: Json | undefined): value is JsonObject =>
  typeof value === 'object' && value !== null && !Array.isArray(value);
