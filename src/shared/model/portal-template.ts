/** What placeholders stand for: `id`, `marker`, `employers.id`, … */
export type TemplateValues = Readonly<Record<string, string | number>>;

const placeholder = /\{([\w.-]+)\}/g;
const onePlaceholder = /^\{([\w.-]+)\}$/;

/** The placeholders a template holds, in order, each once. */
export const placeholdersIn = (template: unknown): readonly string[] => [
  ...new Set([...JSON.stringify(template).matchAll(placeholder)].map(([, name]) => name ?? '')),
];

/** Fills a path template; each value is percent-encoded as one path segment or query value. Throws for an unknown placeholder. */
export const fillPath = (template: string, values: TemplateValues): string =>
  template.replace(placeholder, (_, name: string) => encodeURIComponent(valueOf(values, name)));

/**
 * Fills a JSON template at any depth. A string that is one placeholder alone takes over the value's type, so that numeric
 * ids stay numbers. Throws for an unknown placeholder.
 */
export function fillBody(template: unknown, values: TemplateValues): unknown {
  if (typeof template === 'string') return fillText(template, values);
  if (Array.isArray(template)) return template.map((each) => fillBody(each, values));
  if (typeof template !== 'object' || template === null) return template;
  return Object.fromEntries(Object.entries(template).map(([key, value]) => [key, fillBody(value, values)]));
}

function fillText(template: string, values: TemplateValues): string | number {
  const alone = onePlaceholder.exec(template)?.[1];
  if (alone !== undefined) return valueOf(values, alone);
  return template.replace(placeholder, (_, name: string) => `${valueOf(values, name)}`);
}

function valueOf(values: TemplateValues, name: string): string | number {
  const value = Object.hasOwn(values, name) ? values[name] : undefined;
  if (value === undefined) throw new Error(`The template asks for {${name}}, which has no value here.`);
  return value;
}

/** What a pointer of a portal profile leads to: keys joined by dots, empty for the whole. `undefined` when nothing is there. */
export function readPointer(json: unknown, pointer: string): unknown {
  let place = json;
  for (const key of pointer === '' ? [] : pointer.split('.')) {
    if (typeof place !== 'object' || place === null || !Object.hasOwn(place, key)) return undefined;
    place = (place as Readonly<Record<string, unknown>>)[key];
  }
  return place;
}
