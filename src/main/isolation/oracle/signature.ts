import type { PortalResponse } from '../../ports/portal.port.ts';

/** What an answer tells beside its words: enough to tell two answers apart. */
export type Signature = Readonly<Record<string, string>>;

/** Headers that differ between any two answers, or that only repeat what is compared anyway. */
const volatile = new Set([
  'date',
  'age',
  'x-request-id',
  'x-correlation-id',
  'x-vercel-id',
  'cf-ray',
  'traceparent',
]);

/** Takes the ids that were asked for out of an answer, so that only what the portal added remains. */
export function withoutIds(answer: PortalResponse, ids: readonly string[]): PortalResponse {
  const spelled = ids.flatMap((id) => [id, id.toLowerCase(), id.toUpperCase(), encodeURIComponent(id)]);
  const cut = (text: string): string => spelled.reduce((rest, id) => rest.replaceAll(id, '{id}'), text);
  const text = cut(answer.text);
  const headers = Object.fromEntries(
    Object.entries(answer.headers).map(([name, value]) => [name, cut(value)]),
  );
  const sized = text === answer.text ? headers : { ...headers, 'content-length': `${text.length}` };
  return { ...answer, text, headers: sized };
}

/** Status, the shape of the body, its length, and every header. */
export function signatureOf({ status, headers, text, json }: PortalResponse): Signature {
  const told = Object.entries(headers).filter(([name]) => !volatile.has(name));
  return {
    status: String(status),
    length: String(text.length),
    shape: json === undefined ? text.slice(0, 200) : JSON.stringify(shapeOf(json)),
    headers: told
      .map(([name]) => name)
      .toSorted()
      .join(' '),
    ...Object.fromEntries(told.map(([name, value]) => [`header ${name}`, value])),
  };
}

/** Keys and types without the values. */
function shapeOf(json: unknown): unknown {
  if (Array.isArray(json)) return json.map(shapeOf);
  if (typeof json !== 'object' || json === null) return json === null ? 'null' : typeof json;
  return Object.fromEntries(Object.entries(json).map(([key, value]) => [key, shapeOf(value)]));
}

/** In what `told` differs from both controls, where these agree with each other. */
export function differences(told: Signature, [one, two]: readonly [Signature, Signature]): readonly string[] {
  const names = new Set([...Object.keys(told), ...Object.keys(one)]);
  return [...names].filter((name) => one[name] === two[name] && told[name] !== one[name]);
}
