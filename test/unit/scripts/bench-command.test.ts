import { spawnSync } from 'node:child_process';
import { expect, test } from 'vitest';
import { figureJson, figureTable } from '../../../scripts/bench/figures.ts';
import type { Figure } from '../../bench/bench.ts';

const figure: Figure = {
  what: 'append',
  value: 4458.25,
  unit: '/s',
  against: 'bare sign + hash + insert',
  ratio: 0.912,
  asked: '≥ 0.8',
  holds: true,
};

const bench = (...args: readonly string[]) =>
  spawnSync(process.execPath, ['scripts/bench.ts', ...args], { encoding: 'utf8' });

test('the JSON is one object with every field of every figure', () => {
  expect(JSON.parse(figureJson('ledger', [figure]))).toEqual({ bench: 'ledger', figures: [figure] });
});

test('the table shows a figure that does not hold so that it cannot be overlooked', () => {
  const table = figureTable([figure, { ...figure, what: 'verify', ratio: null, holds: false }]);
  expect(table).toMatch(/append.*4,458 \/s.*0\.91.*yes/);
  expect(table).toMatch(/verify.*–.*NO/);
});

test.each([[], ['no-such-bench'], ['../bench/ledger']])(
  'an unknown name %j lists what there is',
  (...args) => {
    const { status, stdout, stderr } = bench(...args, '--json');
    expect(status).toBe(2);
    expect(stdout).toBe('');
    expect(stderr).toMatch(/benchmark/);
  },
);
