import type { Json, JsonObject } from '../../../shared/model/json.ts';
import type { Field, GroupField, ItemsField, TextField } from './field-model.ts';
import { pathKey, type Path } from './form-values.ts';

/** What is wrong with a form, one sentence a field, by the field's path. */
export type Problems = Readonly<Record<string, string>>;

/**
 * What is wrong with the values by the schema alone, so that a slip is told while it is made. The console checks everything again.
 * An optional group that is not there asks for nothing.
 */
export function problemsOf(form: GroupField, values: JsonObject): Problems {
  return Object.fromEntries(groupProblems(form, values, []));
}

/** What the console found wrong: `path: message`, as `E_INVALID_INPUT` lists it. `prefix` is cut from the paths. */
export function problemsFrom(lines: unknown, prefix = ''): Problems {
  if (!Array.isArray(lines)) return {};
  const parsed = lines.map((line) => /^([^:]+): (.+)$/s.exec(String(line))).filter((match) => match !== null);
  return Object.fromEntries(
    parsed.map(([, path = '', message = '']) => [
      path.startsWith(`${prefix}.`) ? path.slice(prefix.length + 1) : path,
      sentence(message),
    ]),
  );
}

type Entry = readonly [path: string, problem: string];

const groupProblems = ({ fields }: GroupField, values: JsonObject, path: Path): readonly Entry[] =>
  fields.flatMap((field) => fieldProblems(field, values[field.key], [...path, field.key]));

function fieldProblems(field: Field, value: Json | undefined, path: Path): readonly Entry[] {
  if (field.kind === 'items') return itemsProblems(field, (value ?? {}) as JsonObject, path);
  if (value === undefined) return missing(field, path);
  switch (field.kind) {
    case 'group':
      return groupProblems(field, value as JsonObject, path);
    default: {
      const problem = valueProblem(field, value);
      return problem === undefined ? [] : [[pathKey(path), problem]];
    }
  }
}

function missing(field: Field, path: Path): readonly Entry[] {
  if (!field.required) return [];
  return field.kind === 'group' ? groupProblems(field, {}, path) : [[pathKey(path), 'This is needed.']];
}

/** Mandatory items gate the run (P4), so an open one is a problem of the whole list. */
function itemsProblems({ items, each }: ItemsField, values: JsonObject, path: Path): readonly Entry[] {
  const open = items.filter(({ id, mandatory }) => mandatory === true && values[id] === undefined).length;
  const inside = Object.entries(values).flatMap(([id, value]) => fieldProblems(each, value, [...path, id]));
  return open === 0
    ? inside
    : [[pathKey(path), `${open} mandatory ${open === 1 ? 'item is' : 'items are'} open.`], ...inside];
}

function valueProblem(field: Field, value: Json): string | undefined {
  if (field.kind === 'text') return textProblem(field, typeof value === 'string' ? value.trim() : '');
  if (field.kind !== 'number') return undefined;
  const { min = -Infinity, max = Infinity } = field;
  return typeof value === 'number' && value >= min && value <= max
    ? undefined
    : `A number from ${min} to ${max}.`;
}

function textProblem(
  { required, minLength, maxLength, pattern, format, hint }: TextField,
  text: string,
): string | undefined {
  if (text === '') return required ? 'This is needed.' : undefined;
  if (text.length < minLength) return `At least ${minLength} letters.`;
  if (maxLength !== undefined && text.length > maxLength) return `At most ${maxLength} letters.`;
  if (format === 'uri' && !URL.canParse(text)) return 'Not a complete address, like https://portal.example.';
  if (pattern === undefined || new RegExp(pattern, 'u').test(text)) return undefined;
  return format === 'plain' ? sentence(hint ?? 'Not in the form that is asked for') : shapes[format];
}

const shapes = {
  email: 'Not a complete e-mail address, like name@firm.ie.',
  date: 'Not a date.',
  uri: 'Not a complete address, like https://portal.example.',
} as const;

function sentence(message: string): string {
  const text = message.charAt(0).toUpperCase() + message.slice(1);
  return text.endsWith('.') ? text : `${text}.`;
}
