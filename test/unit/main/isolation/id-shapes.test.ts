import { describe, expect, test } from 'vitest';
import {
  canonicalId,
  globalIdsIn,
  isGlobalId,
  missingLike,
  spellingsOf,
} from '../../../../src/main/isolation/id-shapes.ts';
import { SeededIds } from '../../../fakes/seeded-ids.ts';

const uuid = '3f2b8c1e-4f5a-4e0b-9d51-2a7c6e8b9f00';
const ulid = 'sch_01HZ8K4Y2P5RT6V7W8X9Y0Z1A2';
const cuid = 'tz4a98xxat96iws9zmbrgj3a';

/** Lengths and separators; numbers only have to stay numbers. */
const shapeOf = (id: string | number): string =>
  /^\d+$/.test(String(id)) ? 'number' : String(id).replaceAll(/[a-z0-9]/gi, 'x');

describe('ids', () => {
  test('are found in any text by their shape, whatever the deployment uses', () => {
    expect(globalIdsIn(`<a href="/x/${uuid}">${ulid}</a>, ${cuid}; ${uuid}`)).toEqual([uuid, ulid, cuid]);
    expect(globalIdsIn('nothing here 12345 abcdef')).toEqual([]);
  });

  test('that only count do not speak for themselves', () => {
    expect([uuid, ulid, cuid].every(isGlobalId)).toBe(true);
    expect([17, '17', 'brk'].some(isGlobalId)).toBe(false);
  });

  test('differ not by case', () => {
    expect(canonicalId(uuid.toUpperCase())).toBe(uuid);
  });

  test.each([uuid, ulid, cuid, 17, '17', 'EMP-0042/a'])('%s has a lookalike that nobody has', (id) => {
    const missing = missingLike(id, new SeededIds());
    expect(missing).not.toBe(id);
    expect(typeof missing).toBe(typeof id);
    expect(shapeOf(missing)).toBe(shapeOf(id));
  });

  test('are written in other ways, each different, each once', () => {
    const spellings = spellingsOf(uuid);
    expect(new Set(spellings.map(({ segment }) => segment)).size).toBe(spellings.length);
    expect(spellings.find(({ name }) => name === 'other-case')?.segment).toBe(uuid.toUpperCase());
    expect(decodeURIComponent(spellings.find(({ name }) => name === 'percent-encoded')?.segment ?? '')).toBe(
      uuid,
    );
    expect(spellings.find(({ name }) => name === 'no-hyphens')?.segment).toHaveLength(32);
    expect(spellings.map(({ segment }) => segment)).not.toContain(uuid);
  });
});
