import { describe, expect, test } from 'vitest';
import { filesBelow, readText } from './source-tree.ts';

type Versions = Readonly<Record<string, string>>;
type Manifest = Readonly<
  Record<'dependencies' | 'devDependencies' | 'optionalDependencies', Versions | undefined>
>;
type Lock = { readonly packages: Readonly<Record<string, { readonly integrity?: string } & Manifest>> };

const manifest = JSON.parse(readText('package.json')) as Manifest;
const lockText = readText('package-lock.json');
const lock = JSON.parse(lockText) as Lock;

const kinds = ['dependencies', 'devDependencies', 'optionalDependencies'] as const;

describe('dependencies', () => {
  test('every version is exact', () => {
    const asked = kinds.flatMap((kind) => Object.entries(manifest[kind] ?? {}));
    expect(asked.filter(([, version]) => !/^\d+\.\d+\.\d+(-[\w.]+)?$/.test(version))).toEqual([]);
  });

  test('the lock file is of this package.json', () => {
    for (const kind of kinds) expect(lock.packages['']?.[kind]).toEqual(manifest[kind]);
  });

  test('the lock file pins every package by its hash and names no registry', () => {
    const loose = Object.entries(lock.packages).filter(
      ([path, { integrity }]) => path !== '' && integrity === undefined,
    );
    expect(loose.map(([path]) => path)).toEqual([]);
    expect(lockText).not.toContain('"resolved"');
    expect(lockText).not.toMatch(/https?:\/\/[^"]*\.tgz/);
  });
});

test('no file knows the machine it was written on', () => {
  const machine = /(?<![\w.@-])\/(work|root|home\/\w+|tmp|Users\/\w+)\//;
  const ours = filesBelow().filter(
    ({ path, text }) => machine.test(text) && path !== 'test/unit/house/dependencies.test.ts',
  );
  expect(ours.map(({ path }) => path)).toEqual([]);
});
