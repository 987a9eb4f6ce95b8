import { readdirSync } from 'node:fs';
import { expect, test } from 'vitest';

test('each decision has a number of its own, one after another', () => {
  const names = readdirSync(new URL('../../../docs/decisions/', import.meta.url)).toSorted();
  const wanted = names.map((_name, at) => String(at).padStart(4, '0'));
  expect(names.map((name) => name.slice(0, 4))).toEqual(wanted);
});
