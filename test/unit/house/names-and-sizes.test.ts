import { describe, expect, test } from 'vitest';
import { filesBelow, functionSizes, lineCount, nameOf, quantile, type SourceFile } from './source-tree.ts';

const source = filesBelow('src').filter(({ path }) => /\.tsx?$/.test(path));
const house = [...source, ...filesBelow('test'), ...filesBelow('scripts')];

const offenders = (files: readonly SourceFile[], wrong: (file: SourceFile) => boolean) =>
  files.filter(wrong).map(({ path }) => path);

describe('names', () => {
  test('folders and files are kebab-case', () => {
    const kebab = /^[a-z0-9]+(-[a-z0-9]+)*$/;
    const isKebab = (part: string) => part.split('.').every((word) => kebab.test(word));
    expect(offenders(house, ({ path }) => !path.split('/').every(isKebab))).toEqual([]);
  });

  test('no drawer for everything', () => {
    const drawer = /(^|[-./])(utils?|common|misc|managers?|helpers?)([-./]|$)/;
    expect(offenders(source, ({ path }) => drawer.test(path))).toEqual([]);
  });

  test('the role at the end of a file name is one that the house knows', () => {
    const roles =
      'contract operations runbook step port adapter command statements errors profile routes service worker table';
    const known = new Set([...roles.split(' '), 'module', 'd']);
    const role = (file: SourceFile) => nameOf(file).split('.').slice(1, -1);
    expect(offenders(source, (file) => !role(file).every((word) => known.has(word)))).toEqual([]);
  });

  test.each([
    ['contract', /^src\/shared\/contract\//],
    ['operations', /^src\/main\/operations\//],
    ['runbook', /^src\/main\/(tenancy\/[^/]+|steps)\//],
    ['step', /^src\/main\/(tenancy\/[^/]+\/)?steps\/[^/]+$/],
    ['port', /^src\/main\/ports\/[^/]+$/],
    ['adapter', /^src\/main\/adapters\/[^/]+\//],
    ['command', /^src\/main\/hosts\/cli\//],
  ])('every .%s stands in its place', (role, place) => {
    const inRole = source.filter((file) => nameOf(file).endsWith(`.${role}.ts`));
    expect(offenders(inRole, ({ path }) => !place.test(path))).toEqual([]);
  });

  test('an index is an entry or a registry, not a barrel', () => {
    const place =
      /^src\/(main|preload|main\/operations|main\/hosts\/[^/]+|main\/tenancy|main\/tenancy\/[^/]+\/statements|shared\/contract|shared\/errors\/catalogue|sandbox\/portal\/leaks)\/index\.ts$/;
    const indexes = source.filter((file) => /^index\.tsx?$/.test(nameOf(file)));
    expect(offenders(indexes, ({ path }) => !place.test(path))).toEqual([]);
  });
});

describe('ids equal paths', () => {
  test.each(source.filter((file) => nameOf(file).endsWith('.step.ts')).map(({ path, text }) => [path, text]))(
    '%s',
    (path, text) => {
      const [, model, name] = /^src\/main\/(?:tenancy\/([^/]+)\/)?steps\/([^/]+)\.step\.ts$/.exec(path) ?? [];
      expect(text).toContain(`id: '${model === undefined ? '' : `${model}.`}${String(name)}'`);
    },
  );
});

describe('sizes', () => {
  test('half of the source files have at most 80 lines, nine in ten at most 250, none more than 350', () => {
    const lines = source.map(lineCount);
    expect(quantile(lines, 0.5)).toBeLessThanOrEqual(80);
    expect(quantile(lines, 0.9)).toBeLessThanOrEqual(250);
    expect(offenders(source, (file) => lineCount(file) > 350)).toEqual([]);
  });

  test('half of the functions have at most 10 lines, nine in ten at most 30', () => {
    const sizes = source.flatMap(functionSizes);
    expect(quantile(sizes, 0.5)).toBeLessThanOrEqual(10);
    expect(quantile(sizes, 0.9)).toBeLessThanOrEqual(30);
  });

  test('the measure sees functions of every kind', () => {
    const text =
      'const a = () => 1;\nfunction b() {\n  return 2;\n}\nclass C {\n  d() {\n    return 3;\n  }\n}\n';
    expect(functionSizes({ path: 'a.ts', text })).toEqual([1, 3, 3]);
    expect(quantile([5, 1, 3], 0.5)).toBe(3);
  });
});
