import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join, resolve } from 'node:path';
import { cruise, type ICruiseResult } from 'dependency-cruiser';
import extractOptions from 'dependency-cruiser/config-utl/extract-depcruise-options';
import extractTsConfig from 'dependency-cruiser/config-utl/extract-ts-config';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { cleanTree, plants, type Plant } from './plants.ts';

const configuration = resolve('.dependency-cruiser.cjs');
const declared = { dependencies: ['zod', 'pg', 'hono'], devDependencies: ['vitest', 'electron'] };
const installed = [...declared.dependencies, ...declared.devDependencies, 'by-chance'];

const versions = (names: readonly string[]) => Object.fromEntries(names.map((name) => [name, '1.0.0']));

function write(root: string, files: Plant): void {
  for (const [path, text] of Object.entries(files)) {
    mkdirSync(dirname(join(root, path)), { recursive: true });
    writeFileSync(join(root, path), text);
  }
}

function plantTree(root: string, files: Plant): void {
  const manifest = {
    type: 'module',
    dependencies: versions(declared.dependencies),
    devDependencies: versions(declared.devDependencies),
  };
  for (const name of installed)
    write(join(root, 'node_modules', name), {
      'package.json': JSON.stringify({ name, version: '1.0.0', main: 'index.js' }),
      'index.js': 'export const x = 1;\n',
    });
  write(root, { 'package.json': JSON.stringify(manifest), ...files });
}

async function judge(baseDir: string, folders: string[]): Promise<ICruiseResult> {
  const options = await extractOptions(configuration);
  const { output } = await cruise(folders, { ...options, baseDir, validate: true }, undefined, {
    tsConfig: extractTsConfig('tsconfig.json'),
  });
  if (typeof output === 'string') throw new Error('a report in words was not asked for');
  return output;
}

/** The names of the rules that the tree breaks, by the very configuration that `npm run layers` uses. */
async function brokenRules(files: Plant): Promise<readonly string[]> {
  const baseDir = mkdtempSync(join(work, 'tree-'));
  plantTree(baseDir, files);
  const folders = [...new Set(Object.keys(files).map((path) => path.slice(0, path.indexOf('/'))))];
  const { summary } = await judge(baseDir, folders);
  return summary.violations.map(({ rule }) => rule.name);
}

let work: string;
let rules: readonly string[];

beforeAll(async () => {
  work = mkdtempSync(join(tmpdir(), 'layers-'));
  const { ruleSet } = await extractOptions(configuration);
  rules = (ruleSet?.forbidden ?? []).map(({ name }) => name ?? 'a rule without a name');
});
afterAll(() => {
  rmSync(work, { recursive: true, force: true });
});

test('every layer rule has a plant, and every plant a rule', () => {
  expect(Object.keys(plants).toSorted()).toEqual(rules.toSorted());
});

test('a tree that keeps the rules passes', async () => {
  expect(await brokenRules(cleanTree)).toEqual([]);
});

test('the configuration reads this very source tree', async () => {
  const { summary } = await judge(process.cwd(), ['src']);
  expect(summary.totalDependenciesCruised).toBeGreaterThan(20);
});

describe('a planted violation is caught by name', () => {
  const cases = Object.entries(plants).flatMap(([rule, trees]) => trees.map((tree) => ({ rule, tree })));

  test.each(cases)('$rule', async ({ rule, tree }) => {
    expect(await brokenRules(tree)).toContain(rule);
  });
});
