import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { z } from 'zod';
import { tenancyModels } from '../../src/main/tenancy/index.ts';
import type { AnyTenancyModel } from '../../src/main/tenancy/tenancy-model.ts';
import { tenancyModelIds } from '../../src/shared/model/connection.ts';
import { lacks } from './tenancy-model.conformance.ts';

const filesOf = (model: string) => readdirSync(join(import.meta.dirname, '../../src/main/tenancy', model));

test('a connection can name each model that there is, and no other', () => {
  expect(tenancyModels.map(({ id }) => id)).toEqual(tenancyModelIds);
});

describe.each(tenancyModels)('tenancy model: $id', (model: AnyTenancyModel) => {
  const { provision, offboard, catalogues } = model;
  const files = filesOf(model.id);
  const [catalogue] = catalogues;
  const without = (id: string) => ({
    ...provision,
    steps: provision.steps.filter((step) => step.id !== id),
  });
  const unsigned = { ...offboard, steps: offboard.steps.filter(({ id }) => id !== 'two-person-approval') };
  const [statement] = catalogue.statements;

  test('has every part that a model must have', () => {
    expect(lacks(model, files)).toEqual([]);
  });

  test.each<readonly [string, Partial<AnyTenancyModel>]>([
    ['provision: an approval of the plan', { provision: without('approve-plan') }],
    [
      'provision: a proof of the environment before anything is changed',
      { provision: without('prove-environment') },
    ],
    ['provision: a runbook named after the model', { provision: { ...provision, id: 'other.provision' } }],
    ['verify: a runbook named after the model', { verify: { ...model.verify, id: 'other.verify' } }],
    ['offboard: signatures of other people', { offboard: unsigned }],
    ['legalName in its intake', { intake: z.strictObject({ contact: z.string() }) }],
    ['a known reading', { catalogues: [{ ...catalogue, readings: {} }] }],
    [
      'stray: a name of the model',
      { catalogues: [{ ...catalogue, statements: [{ ...statement!, name: 'stray' }] }] },
    ],
  ])('is found out when it lacks %s', (lacking, change) => {
    expect(lacks({ ...model, ...change }, files)).toContain(lacking);
  });

  test.each(['model.ts', 'reconcile.ts', 'offboard.runbook.ts'])('is found out without %s', (gone) => {
    expect(
      lacks(
        model,
        files.filter((file) => file !== gone),
      ),
    ).toEqual([`the file ${gone}`]);
  });
});
