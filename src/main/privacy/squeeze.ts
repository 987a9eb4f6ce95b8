/** A text without case, spaces and punctuation, and where each of its characters stood. */
export type Squeezed = { readonly text: string; readonly places: Int32Array };

const wordly = /[\p{L}\p{N}]/u;

/** For each of the first 128 characters: 0 to leave it out, else the character that stands for it. */
const ascii = Uint8Array.from({ length: 128 }, (_, code) => {
  const character = String.fromCharCode(code).toLowerCase();
  return wordly.test(character) ? character.charCodeAt(0) : 0;
});

/** Pieces small enough for `String.fromCharCode` to take as arguments. */
const PIECE = 8192;

/** Lower-case letters and digits alone, in any script. Characters whose lower case is longer than one unit stay as they are. */
export function squeeze(text: string): Squeezed {
  const units = new Uint16Array(text.length);
  const places = new Int32Array(text.length);
  let length = 0;
  for (let at = 0; at < text.length; at += 1) {
    const code = text.charCodeAt(at);
    const unit = squeezedUnit(code);
    if (unit === 0) continue;
    units[length] = unit;
    places[length] = at;
    length += 1;
  }
  return { text: textOf(units.subarray(0, length)), places };
}

/** What has been asked for beyond ASCII; −1 for what has not. */
const others = new Int32Array(2 ** 16).fill(-1);

/** What stands for a unit of UTF-16 in a squeezed text; 0 when it is left out. */
export function squeezedUnit(code: number): number {
  if (code < 128) return ascii[code] ?? 0;
  const known = others[code] ?? -1;
  return known >= 0 ? known : (others[code] = beyondAscii(String.fromCharCode(code), code));
}

function beyondAscii(character: string, code: number): number {
  // Halves of a pair are no letters by themselves, yet they are part of one.
  if (code >= 0xd800 && code <= 0xdfff) return code;
  if (!wordly.test(character)) return 0;
  const lower = character.toLowerCase();
  return lower.length === 1 ? lower.charCodeAt(0) : code;
}

function textOf(units: Uint16Array): string {
  if (units.length <= PIECE) return String.fromCharCode(...units);
  let text = '';
  for (let at = 0; at < units.length; at += PIECE)
    text += String.fromCharCode(...units.subarray(at, at + PIECE));
  return text;
}
