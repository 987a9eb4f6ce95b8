import { describe, expect, test } from 'vitest';
import { errorCatalogue } from '../../../src/shared/errors/catalogue/index.ts';
import { filesBelow } from './source-tree.ts';

const folder = 'src/shared/errors/catalogue/';
const source = filesBelow('src').filter(({ path }) => /\.tsx?$/.test(path));
const areas = source.filter(({ path }) => path.startsWith(folder) && path.endsWith('.errors.ts'));
const codeOf = /^ {2}([A-Z][A-Z0-9_]+): \{$/gm;
const codes = areas.flatMap(({ text }) => [...text.matchAll(codeOf)].map(([, code = '']) => code));

describe('the error catalogue', () => {
  test('holds every code of every area, each once', () => {
    expect(codes.toSorted()).toEqual(Object.keys(errorCatalogue).toSorted());
  });

  test.each(Object.entries(errorCatalogue))(
    '%s says what it means, what to do, and whom to call',
    (code, entry) => {
      expect(code).toMatch(/^(E|PROVISIONING)_[A-Z0-9_]+$/);
      expect(entry.meaning).toMatch(/^[A-Z“‘'].*\.$/s);
      expect(entry.fix).toMatch(/^[A-Z“‘'`].*\.$/s);
      expect(entry.who).not.toBe('');
    },
  );

  test('has no code that nothing can answer with', () => {
    const users = source.filter(({ path }) => !path.startsWith(folder)).map(({ text }) => text);
    const used = (code: string) => users.some((text) => text.includes(`'${code}'`));
    expect(codes.filter((code) => !used(code))).toEqual([]);
  });
});
