import type { Match, ValueSearch } from './value-search.ts';

/** Long enough to hide a value, short enough to be found inside a token or an address. */
const base64Run = /[A-Za-z0-9+/_-]{8,}={0,2}/g;
/** A run of URL characters with at least one escape; `+` stands for a space in a form's encoding. */
const escapedRun = /[\w.~+@!*'();:&=$,/?-]*(?:%[0-9a-f]{2}[\w.~+@!*'();:&=$,/?-]*)+/gi;

/**
 * Finds values in a text as they stand, and inside what is URL-encoded or base64 (also base64url, and at any of the four
 * alignments). A hidden value's match is the whole encoded run: nobody can take a part out of it.
 */
export function findEverywhere(search: ValueSearch, text: string): readonly Match[] {
  return [
    ...search.find(text),
    ...inside(text, escapedRun, unescaped),
    ...inside(text, base64Run, decodings),
  ];

  function inside(whole: string, runs: RegExp, decode: (run: string) => readonly string[]): readonly Match[] {
    const found: Match[] = [];
    for (const run of whole.matchAll(runs))
      for (const decoded of decode(run[0]))
        for (const { value } of search.find(decoded))
          found.push({ value, start: run.index, end: run.index + run[0].length });
    return found;
  }
}

function unescaped(run: string): readonly string[] {
  const bytes = run.replaceAll('+', ' ').replaceAll(/%([0-9a-f]{2})/gi, (_, hex: string) => {
    return String.fromCharCode(Number.parseInt(hex, 16));
  });
  return [Buffer.from(bytes, 'latin1').toString('utf8')];
}

/** A run may begin in the middle of a token, so each alignment is read. */
const decodings = (run: string): readonly string[] =>
  [0, 1, 2, 3].map((skip) => Buffer.from(run.slice(skip), 'base64').toString('utf8'));
