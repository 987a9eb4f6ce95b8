import type { Json, JsonObject } from '../../../shared/model/json.ts';

/** The way to a value: keys from the outside in. */
export type Path = readonly string[];

/** A path as one word, as the console's own messages name a field. */
export const pathKey = (path: Path): string => path.join('.');

/** The value at the end of `path`, if there is one. */
export function valueAt(values: JsonObject, path: Path): Json | undefined {
  let value: Json | undefined = values;
  for (const key of path) {
    if (typeof value !== 'object' || value === null || Array.isArray(value)) return undefined;
    value = (value as JsonObject)[key];
  }
  return value;
}

/** The values with another one at the end of `path`. `undefined` and an empty text leave it out, for optional means absent. */
export function withValue(values: JsonObject, path: Path, value: Json | undefined): JsonObject {
  const [key, ...rest] = path;
  if (key === undefined) return values;
  const next = rest.length === 0 ? value : withValue(objectAt(values, key), rest, value);
  if (next !== undefined && next !== '') return { ...values, [key]: next };
  const { [key]: _left, ...others } = values;
  return others;
}

function objectAt(values: JsonObject, key: string): JsonObject {
  const value = values[key];
  return typeof value === 'object' && value !== null && !Array.isArray(value) ? (value as JsonObject) : {};
}
