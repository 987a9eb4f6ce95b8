import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

/** What must not be found, by a name that may be printed. */
export type Canary = { readonly name: string; readonly value: string | Uint8Array };

/** Where something was found, and how it was written there. */
export type Finding = { readonly canary: string; readonly form: string; readonly place: string };

export type Place = { readonly name: string; readonly bytes: Uint8Array };

type Form = readonly [name: string, needle: Buffer];

/** Every way of writing a value that a program falls into without meaning to. */
export function formsOf(value: string | Uint8Array): readonly Form[] {
  const raw = Buffer.from(value as string);
  const binary: Form[] = [
    ['as it is', raw],
    ['hex', Buffer.from(raw.toString('hex'))],
    ['HEX', Buffer.from(raw.toString('hex').toUpperCase())],
    ...[0, 1, 2].flatMap((shift): Form[] => {
      const core = base64Core(raw, shift);
      const url = core.replaceAll('+', '-').replaceAll('/', '_');
      return [
        [`base64, shifted by ${shift}`, Buffer.from(core)],
        [`base64url, shifted by ${shift}`, Buffer.from(url)],
      ];
    }),
  ];
  if (typeof value !== 'string') return binary;
  const wide = Buffer.from(value, 'utf16le');
  return [
    ...binary,
    ['UTF-16LE', wide],
    ['UTF-16BE', Buffer.from(wide).swap16()],
    ['URL-encoded', Buffer.from(encodeURIComponent(value))],
    ['form-encoded', Buffer.from(new URLSearchParams({ '': value }).toString().slice(1))],
    ['JSON', Buffer.from(JSON.stringify(value).slice(1, -1))],
    ['JSON in ASCII', Buffer.from(asciiJson(value))],
  ];
}

/** The base64 of the value in the middle of something longer: without the characters that its neighbours have a part in. */
function base64Core(raw: Buffer, shift: number): string {
  const whole = Buffer.concat([Buffer.alloc(shift), raw])
    .toString('base64')
    .replaceAll('=', '');
  const from = [0, 2, 3][shift] ?? 0;
  const isWhole = (shift + raw.length) % 3 === 0;
  return whole.slice(from, isWhole ? undefined : -1);
}

const asciiJson = (value: string): string =>
  JSON.stringify(value)
    .slice(1, -1)
    .replaceAll(/[\u0080-\uffff]/g, (unit) => `\\u${unit.charCodeAt(0).toString(16).padStart(4, '0')}`);

/** Every finding of every canary in every place. */
export function search(canaries: readonly Canary[], places: readonly Place[]): readonly Finding[] {
  const needles = canaries.map(({ name, value }) => ({ name, forms: formsOf(value) }));
  return places.flatMap(({ name: place, bytes }) => {
    const hay = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
    return needles.flatMap(({ name: canary, forms }) =>
      forms.filter(([, needle]) => hay.includes(needle)).map(([form]) => ({ canary, form, place })),
    );
  });
}

export const textPlace = (name: string, text: string): Place => ({ name, bytes: Buffer.from(text) });

/** Every file below a folder, its name as well as its content. */
export function filesBelow(folder: string): readonly Place[] {
  return readdirSync(folder, { recursive: true, withFileTypes: true }).flatMap((entry) => {
    const path = join(entry.parentPath, entry.name);
    const name = textPlace(`the name of ${path}`, path);
    return entry.isFile() ? [name, { name: path, bytes: readFileSync(path) }] : [name];
  });
}
