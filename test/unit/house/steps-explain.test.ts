import { expect, test } from 'vitest';
import { tenancyModels } from '../../../src/main/tenancy/index.ts';

type Explained = { readonly id: string; readonly about?: string };

const steps = tenancyModels.flatMap(({ provision, verify, offboard }) =>
  [provision, verify, offboard].flatMap((runbook): readonly Explained[] => runbook.steps),
);

test('every step of every runbook explains itself where it is done', () => {
  expect(steps.length).toBeGreaterThan(20);
  expect(steps.filter(({ about = '' }) => !/^[A-Z].{30,}\.$/.test(about)).map(({ id }) => id)).toEqual([]);
});
