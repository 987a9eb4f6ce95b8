import { describe, expect, test } from 'vitest';
import {
  fillBody,
  fillPath,
  placeholdersIn,
  readPointer,
} from '../../../../src/shared/model/portal-template.ts';

describe('a template', () => {
  test('fills a path with values that stay inside their segment', () => {
    expect(fillPath('/api/schemes/{id}/kfh', { id: '../x?y=1' })).toBe('/api/schemes/..%2Fx%3Fy%3D1/kfh');
  });

  test('fills a body at any depth, and a placeholder alone keeps the type of its value', () => {
    const template = { name: 'Firm {marker}', parent: '{employers.id}', tags: ['{marker}', 1, null, true] };
    expect(fillBody(template, { marker: 'm', 'employers.id': 7 })).toEqual({
      name: 'Firm m',
      parent: 7,
      tags: ['m', 1, null, true],
    });
  });

  test('never goes out with a placeholder that has no value', () => {
    expect(() => fillPath('/{id}', {})).toThrow('{id}');
    expect(() => fillBody({ a: ['{toString}'] }, {})).toThrow('{toString}');
  });

  test('names its placeholders once each', () => {
    expect(placeholdersIn({ a: '{x} {y.id}', b: ['{x}'] })).toEqual(['x', 'y.id']);
  });
});

describe('a pointer', () => {
  const json = { data: { items: [{ id: 1 }], total: 0 }, 'a.b': 1 };

  test('leads through objects and arrays', () => {
    expect(readPointer(json, 'data.items.0.id')).toBe(1);
    expect(readPointer(json, 'data.total')).toBe(0);
    expect(readPointer(json, '')).toBe(json);
  });

  test('leads to nothing where there is nothing', () => {
    expect(readPointer(json, 'data.missing.id')).toBeUndefined();
    expect(readPointer(json, 'data.constructor')).toBeUndefined();
    expect(readPointer('text', 'length')).toBeUndefined();
    expect(readPointer(null, 'a')).toBeUndefined();
  });
});
