import { stripVTControlCharacters } from 'node:util';
import type { Json, JsonObject } from '../../../../shared/model/json.ts';
import { digestedPlan } from '../../../../shared/model/plan.ts';
import type { Prompt } from '../../../../shared/model/step.ts';
import type { Paint } from '../terminal.ts';
import { planText } from './plan-text.ts';
import { textFacts, textTable } from './text-table.ts';

/** What is to be read before a waiting step is answered. */
export function promptText({ title, text, data, defaults }: Prompt, paint: Paint): string {
  const plan = digestedPlan.safeParse(data);
  const shown = plan.success ? planText(plan.data, paint) : dataText(data ?? {});
  const proposal = plan.success ? '' : dataText(defaults ?? {});
  return [`\n${paint('bold', title)}\n${text}`, shown, proposal].filter((part) => part !== '').join('\n\n');
}

/** Whatever a step shows: lists of things as tables, things by name as facts. */
function dataText(data: JsonObject): string {
  const parts = Object.entries(data).map(([name, value]) =>
    isTable(value) ? tableOf(value) : textFacts(factsOf(name, value)),
  );
  return parts.filter((part) => part !== '').join('\n\n');
}

const isObject = (value: Json | undefined): value is JsonObject =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

const isTable = (value: Json): value is readonly JsonObject[] =>
  Array.isArray(value) && value.length > 0 && (value as readonly Json[]).every(isObject);

function tableOf(rows: readonly JsonObject[]): string {
  const columns = [...new Set(rows.flatMap((row) => Object.keys(row)))];
  return textTable(
    columns,
    rows.map((row) => columns.map((column) => plain(row[column]))),
  );
}

function factsOf(name: string, value: Json): Record<string, string> {
  if (!isObject(value)) return { [name]: plain(value) };
  return Object.fromEntries(Object.entries(value).map(([key, each]) => [key, plain(each)]));
}

function plain(value: Json | undefined): string {
  if (value === undefined || value === null) return '';
  if (isObject(value))
    return Object.entries(value)
      .map(([key, each]) => `${key}: ${plain(each)}`)
      .join(', ');
  return typeof value === 'string' ? firstLine(stripVTControlCharacters(value)) : JSON.stringify(value);
}

const firstLine = (words: string): string =>
  words.includes('\n') ? `${words.split('\n', 1)[0] ?? ''} …` : words;
