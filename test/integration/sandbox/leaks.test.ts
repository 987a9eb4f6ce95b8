import { beforeAll, describe, expect, test } from 'vitest';
import { leakFamilies } from '../../../src/sandbox/portal/leak.ts';
import { leaks } from '../../../src/sandbox/portal/leaks/index.ts';
import { schemaVariants } from '../../../src/sandbox/portal/schema/variant.ts';
import { usePortal } from '../../helpers/sandbox.ts';
import { anchorDemonstrations, roleDemonstrations, sessionDemonstrations } from './leaks/access.ts';
import {
  filterDemonstrations,
  itemDemonstrations,
  listDemonstrations,
  viewDemonstrations,
} from './leaks/read.ts';
import {
  auditDemonstrations,
  existenceDemonstrations,
  fileDemonstrations,
  functionDemonstrations,
  otherDemonstrations,
} from './leaks/traces.ts';
import { openWorld, type Demonstrations, type World } from './leaks/world.ts';
import { bodyDemonstrations, writeDemonstrations } from './leaks/write.ts';

const demonstrations: Demonstrations = {
  ...itemDemonstrations,
  ...listDemonstrations,
  ...filterDemonstrations,
  ...viewDemonstrations,
  ...writeDemonstrations,
  ...bodyDemonstrations,
  ...anchorDemonstrations,
  ...sessionDemonstrations,
  ...roleDemonstrations,
  ...existenceDemonstrations,
  ...fileDemonstrations,
  ...auditDemonstrations,
  ...functionDemonstrations,
  ...otherDemonstrations,
};

describe('the planted leaks', () => {
  test('are many, many of them subtle, in every family, each under a name of its own', () => {
    expect(leaks.length).toBeGreaterThanOrEqual(110);
    expect(leaks.filter(({ subtle }) => subtle).length).toBeGreaterThanOrEqual(30);
    expect(new Set(leaks.map(({ family }) => family))).toEqual(new Set(leakFamilies));
    expect(new Set(leaks.map(({ id }) => id)).size).toBe(leaks.length);
  });

  test.each(leaks)('$id is named, titled and described', ({ id, title, description }) => {
    expect(id).toMatch(/^[a-z]+(-[a-z]+)+$/);
    expect(title).not.toMatch(/\.$/);
    expect(description).toMatch(/^[A-Z].{20,}\.$/);
  });

  test('are each shown by a demonstration', () => {
    expect(Object.keys(demonstrations).toSorted()).toEqual(leaks.map(({ id }) => id).toSorted());
  });
});

describe.each(schemaVariants)('with the schema %s', (variant) => {
  const portal = usePortal({ variant });
  let world: World;
  beforeAll(async () => {
    world = await openWorld(portal());
  });

  test.each(leaks)('$id shows when it is planted, and never in the clean portal', async (leak) => {
    const shows = demonstrations[leak.id]!;
    portal().change({ leaks: [] });
    expect(await shows(world), 'the clean portal').toBe(false);
    portal().change({ leaks: [leak] });
    expect(await shows(world), 'the leaking portal').toBe(true);
  });
});
