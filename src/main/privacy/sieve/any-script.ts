import { squeezedUnit } from '../squeeze.ts';
import { LONG, SHORT } from '../value-search.ts';
import { grown, moved, type Beginnings } from './beginnings.ts';
import { codePointAt, codePointBytes } from './utf8.ts';

/** A text without case, spaces and punctuation, and where its words begin in it. */
type Squeezed = { readonly units: readonly number[]; readonly words: readonly number[] };

/** Looks at UTF-8 of any script. What is beyond the sixteen bits of most scripts is left to a closer look. */
export function mayHoldAnyScript(
  { long, short }: Beginnings,
  bytes: Buffer,
  start: number,
  end: number,
): boolean {
  const squeezed = squeezeBytes(bytes, start, end);
  if (squeezed === undefined) return true;
  const { units, words } = squeezed;
  let hash = 0;
  for (const [at, unit] of units.entries()) {
    hash = moved(hash, units[at - LONG] ?? 0, unit);
    if (at + 1 >= LONG && long.has(hash)) return true;
  }
  return words.some(
    (at) => at + SHORT <= units.length && short.has(units.slice(at, at + SHORT).reduce(grown, 0)),
  );
}

function squeezeBytes(bytes: Buffer, start: number, end: number): Squeezed | undefined {
  const units: number[] = [];
  const words: number[] = [];
  let isEdge = true;
  for (let at = start; at < end;) {
    const byte = bytes[at] ?? 0;
    const code = byte < 128 ? byte : codePointAt(bytes, at, end);
    at += byte < 128 ? 1 : codePointBytes(code);
    if (code > 0xffff) return undefined;
    const unit = squeezedUnit(code);
    if (unit !== 0 && isEdge) words.push(units.length);
    if (unit !== 0) units.push(unit);
    isEdge = unit === 0;
  }
  return { units, words };
}
