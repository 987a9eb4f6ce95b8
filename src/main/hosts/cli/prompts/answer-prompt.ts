import type { Json, JsonObject } from '../../../../shared/model/json.ts';
import type { Prompt } from '../../../../shared/model/step.ts';
import type { Ask } from './ask.ts';
import { askForm } from './form.ts';
import { readSchema, type FieldSchema } from './json-schema.ts';

/** What a person decided about a waiting step. */
export type Decision = { readonly answer: JsonObject } | 'stop' | 'reveal';

/**
 * Lets a person answer a prompt that was shown before: take what is proposed, answer field by field, or leave the run waiting.
 */
export async function askDecision(ask: Ask, prompt: Prompt): Promise<Decision> {
  const { defaults, kind, canReveal, title } = prompt;
  const proposed = defaults !== undefined;
  const verb = await ask.choose(title, [
    ...(proposed
      ? [{ value: 'take', name: kind === 'approve' ? 'Approve and go on' : 'Confirm and go on' } as const]
      : []),
    ...(proposed && kind === 'approve' ? [] : [{ value: 'form', name: 'Answer field by field' } as const]),
    ...(canReveal ? [{ value: 'reveal', name: 'Show the secret (this is recorded)' } as const] : []),
    { value: 'stop', name: 'Stop here; the run waits' } as const,
  ]);
  if (verb === 'take' && proposed) return { answer: defaults };
  if (verb === 'stop' || verb === 'reveal') return verb;
  const known = knownAnswers(prompt);
  const form = without(readSchema(prompt.schema), Object.keys(known));
  return { answer: { ...known, ...(await askForm(ask, form, defaults)) } };
}

/** What was read and is only to be said back, such as a plan's digest: a text of the same name in the prompt's data. */
export function knownAnswers({ schema, data = {} }: Prompt): JsonObject {
  const fields = Object.entries(readSchema(schema).properties ?? {});
  const known = fields.flatMap(([name, { type }]): [string, Json][] => {
    const value = data[name];
    return type === 'string' && typeof value === 'string' ? [[name, value]] : [];
  });
  return Object.fromEntries(known);
}

const without = (field: FieldSchema, names: readonly string[]): FieldSchema => ({
  ...field,
  properties: Object.fromEntries(
    Object.entries(field.properties ?? {}).filter(([name]) => !names.includes(name)),
  ),
});
