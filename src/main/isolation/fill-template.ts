/** What placeholders stand for; a name without a value is a fault of the profile. */
export type TemplateValues = Readonly<Record<string, string | number>>;

const placeholder = /\{([a-z][\w.-]*)\}/gi;

/** Fills `{name}` placeholders in a path; values are percent-encoded, so that an id cannot leave its segment. */
export const fillPath = (template: string, values: TemplateValues): string =>
  template.replace(placeholder, (_, name: string) => encodeURIComponent(valueOf(name, values)));

/**
 * Fills a JSON body template, deeply. A string that is one placeholder alone takes the value with its type, so a numeric id
 * stays a number.
 */
export function fillBody(template: unknown, values: TemplateValues): unknown {
  if (typeof template === 'string') return fillText(template, values);
  if (Array.isArray(template)) return template.map((item) => fillBody(item, values));
  if (typeof template !== 'object' || template === null) return template;
  return Object.fromEntries(Object.entries(template).map(([key, value]) => [key, fillBody(value, values)]));
}

function fillText(template: string, values: TemplateValues): string | number {
  const whole = /^\{([a-z][\w.-]*)\}$/i.exec(template);
  if (whole?.[1] !== undefined) return valueOf(whole[1], values);
  return template.replace(placeholder, (_, name: string) => String(valueOf(name, values)));
}

function valueOf(name: string, values: TemplateValues): string | number {
  const value = values[name];
  if (value === undefined)
    throw new Error(`The portal profile uses {${name}}, which stands for nothing here`);
  return value;
}

/** Follows a pointer of the profile (`data.items`) into an answer; the answer itself when it is empty. */
export function atPointer(answer: unknown, pointer: string): unknown {
  if (pointer === '') return answer;
  return pointer.split('.').reduce<unknown>((value, key) => {
    if (typeof value !== 'object' || value === null) return undefined;
    return (value as Record<string, unknown>)[key];
  }, answer);
}
