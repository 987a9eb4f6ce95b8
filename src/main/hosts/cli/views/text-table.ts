import Table from 'cli-table3';

const frame = [
  'top',
  'top-mid',
  'top-left',
  'top-right',
  'bottom',
  'bottom-mid',
  'bottom-left',
  'bottom-right',
  'left',
  'left-mid',
  'mid',
  'mid-mid',
  'right',
  'right-mid',
  'middle',
] as const;
const noFrame = Object.fromEntries(frame.map((part) => [part, '']));

/** Columns side by side without a frame, so that a line can be copied and searched for. */
export function textTable(head: readonly string[], rows: readonly (readonly string[])[]): string {
  const style = { head: [], border: [], 'padding-left': 0, 'padding-right': 2, compact: true };
  const table = new Table({ chars: noFrame, style, ...(head.length > 0 && { head: [...head] }) });
  table.push(...rows.map((row) => [...row]));
  return trimmed(table.toString());
}

/** Names and what they stand for, one a line; what has no value is left out. */
export const textFacts = (facts: Readonly<Record<string, string | undefined>>): string =>
  textTable(
    [],
    Object.entries(facts).flatMap(([name, value]) => (value === undefined ? [] : [[name, value]])),
  );

const trimmed = (words: string): string =>
  words
    .split('\n')
    .map((line) => line.trimEnd())
    .join('\n');
