import { existsSync, readFileSync } from 'node:fs';
import type { Json, JsonObject } from '../../../../shared/model/json.ts';
import { OperatorError } from '../../../../shared/errors/operator-error.ts';
import type { Ask, Check } from './ask.ts';
import { checkNumber, checkText, type FieldSchema } from './json-schema.ts';

type Question = {
  readonly ask: Ask;
  readonly label: string;
  readonly field: FieldSchema;
  readonly required: boolean;
  readonly initial: Json | undefined;
};

const LEFT_OUT = '(leave out)';

/** Asks for an object field by field, as its schema says. `initial` is offered as the answer to each question. */
export async function askForm(ask: Ask, field: FieldSchema, initial: JsonObject = {}): Promise<JsonObject> {
  return askObject({ ask, label: '', field, required: true, initial });
}

async function askObject({ ask, label, field, initial }: Question): Promise<JsonObject> {
  const given = asObject(initial);
  const answers: Record<string, Json> = {};
  for (const [name, property] of Object.entries(field.properties ?? {})) {
    const words = property.description ?? inWords(name);
    const question = { ask, label: label === '' ? words : `${label} – ${words}`, field: property };
    const required = field.required?.includes(name) ?? false;
    const answer = await askField({ ...question, required, initial: given[name] ?? defaultOf(property) });
    if (answer !== undefined) answers[name] = answer;
  }
  return answers;
}

/** The answer, or undefined where a field that may be left out was. */
async function askField(question: Question): Promise<Json | undefined> {
  const { ask, label, field, required, initial } = question;
  if (field.enum !== undefined) return askChoice(question, field.enum);
  switch (field.type) {
    case 'object':
      if (!required && !(await ask.confirm(`Give “${label}”?`, initial !== undefined))) return undefined;
      return field.properties === undefined ? askRecord(question) : askObject(question);
    case 'boolean':
      return ask.confirm(label, initial === true);
    case 'number':
    case 'integer':
      return askParsed(question, (text) => checkNumber(field, text), Number);
    case 'string':
      return askParsed(question, (text) => checkText(field, text), String);
    default:
      return askParsed(
        { ...question, label: `${label} (JSON)` },
        checkJson,
        (text) => JSON.parse(text) as Json,
      );
  }
}

async function askChoice({ ask, label, required, initial }: Question, options: readonly string[]) {
  const choices = [...options, ...(required ? [] : [LEFT_OUT])].map((value) => ({ value, name: value }));
  const chosen = await ask.choose(label, choices, typeof initial === 'string' ? initial : undefined);
  return chosen === LEFT_OUT ? undefined : chosen;
}

/** One line of text; `@file` stands for the file's content, so that a key of many lines can be given. */
async function askParsed(
  { ask, label, required, initial }: Question,
  check: Check,
  parse: (text: string) => Json,
) {
  const mayBeEmpty = !required || initial === '';
  const text = await ask.text(`${label}${required ? '' : ' (optional)'}`, {
    ...(initial !== undefined && {
      initial: typeof initial === 'string' ? initial : JSON.stringify(initial),
    }),
    check: (line) => (line === '' && mayBeEmpty ? true : checkLine(line, check)),
  });
  return text === '' && !required ? undefined : parse(contentOf(text));
}

const checkLine = (line: string, check: Check): true | string =>
  line.startsWith('@') && !existsSync(line.slice(1)) ? 'there is no such file' : check(contentOf(line));

const contentOf = (line: string): string =>
  line.startsWith('@') ? readFileSync(line.slice(1), 'utf8') : line;

/**
 * A record entry by entry: the names that the schema lists, else those there are. Required answers are offered again for the
 * next entry: the same person often vouches for several things on one day.
 */
async function askRecord({ ask, field, initial }: Question): Promise<JsonObject> {
  const given = asObject(initial);
  const entry = field.additionalProperties;
  if (typeof entry !== 'object') throw new OperatorError('E_ANSWER_NEEDED');
  const answers: Record<string, Json> = {};
  let before: JsonObject = {};
  for (const name of field.propertyNames?.enum ?? Object.keys(given)) {
    const offered = given[name] ?? (entry.type === 'object' ? before : undefined);
    const question = { ask, label: inWords(name), field: entry, required: true, initial: offered };
    const answer = await askField(question);
    if (answer === undefined) continue;
    answers[name] = answer;
    before = onlyRequired(entry, asObject(answer));
  }
  return answers;
}

const onlyRequired = ({ required = [] }: FieldSchema, answer: JsonObject): JsonObject =>
  Object.fromEntries(Object.entries(answer).filter(([name]) => required.includes(name)));

const asObject = (value: Json | undefined): JsonObject =>
  typeof value === 'object' && value !== null && !Array.isArray(value) ? (value as JsonObject) : {};

const defaultOf = (field: FieldSchema): Json | undefined => field.default as Json | undefined;

function checkJson(text: string): true | string {
  try {
    JSON.parse(text);
    return true;
  } catch {
    return 'this is no JSON';
  }
}

/** `croNumber`, `dpa-signed` → `Cro number`, `Dpa signed`. */
function inWords(name: string): string {
  const words = name.replaceAll(/([a-z])([A-Z])|[-_]/g, '$1 $2').toLowerCase();
  return words.charAt(0).toUpperCase() + words.slice(1);
}
