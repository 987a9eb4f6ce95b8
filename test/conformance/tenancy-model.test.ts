import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { provisionDatabase } from '../../src/main/tenancy/database/provision.runbook.ts';
import { masterStatements, tenantStatements } from '../../src/main/tenancy/database/statements/index.ts';
import { provisionPooled } from '../../src/main/tenancy/pooled/provision.runbook.ts';
import { pooledStatements } from '../../src/main/tenancy/pooled/statements/index.ts';
import { lacks, type ModelParts } from './tenancy-model.conformance.ts';

const filesOf = (model: string) => readdirSync(join(import.meta.dirname, '../../src/main/tenancy', model));

const pooled: ModelParts = {
  id: 'pooled',
  provision: provisionPooled,
  statements: pooledStatements,
  files: filesOf('pooled'),
};
const database: ModelParts = {
  id: 'database',
  provision: provisionDatabase,
  statements: [...masterStatements, ...tenantStatements],
  files: filesOf('database'),
};

describe.each([pooled, database])('tenancy model: $id', (model) => {
  const { provision, statements, files } = model;
  const without = (id: string) => ({ ...provision, steps: provision.steps.filter((step) => step.id !== id) });

  test('has every part that a model must have', () => {
    expect(lacks(model)).toEqual([]);
  });

  test.each([
    ['an approval of the plan', { provision: without('approve-plan') }],
    ['a proof of the environment before the plan is approved', { provision: without('prove-environment') }],
    ['the file intake.ts', { files: files.filter((file) => file !== 'intake.ts') }],
    ['a runbook named after the model', { provision: { ...provision, id: 'other.provision' } }],
    ['stray: a name of the model', { statements: [{ ...statements[0]!, name: 'stray' }] }],
  ])('is found out when it lacks %s', (lacking, change) => {
    expect(lacks({ ...model, ...change })).toContain(lacking);
  });
});
