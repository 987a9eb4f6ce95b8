import Table from 'cli-table3';
import type { Figure } from '../../test/bench/bench.ts';

const shown = (value: number): string =>
  value.toLocaleString('en', { maximumSignificantDigits: 4, useGrouping: true });

/** The figures as a table for people. */
export function figureTable(figures: readonly Figure[]): string {
  const table = new Table({
    head: ['what', 'value', 'against', 'ratio', 'asked', 'holds'],
    colAligns: ['left', 'right', 'left', 'right', 'left', 'left'],
    style: { head: [], border: [] },
  });
  for (const { what, value, unit, against, ratio, asked, holds } of figures)
    table.push([
      what,
      `${shown(value)} ${unit}`,
      against,
      ratio === null ? '–' : ratio.toFixed(2),
      asked,
      holds ? 'yes' : 'NO',
    ]);
  return table.toString();
}

/** The figures as machines read them: one object. */
export const figureJson = (bench: string, figures: readonly Figure[]): string =>
  JSON.stringify({ bench, figures });
