import { readdirSync, readFileSync } from 'node:fs';
import { basename, join, relative, resolve, sep } from 'node:path';
import ts from 'typescript';

const root = resolve(import.meta.dirname, '..', '..', '..');
const notOurs = new Set(['node_modules', '.git', 'out', 'dist', 'coverage', '.cache']);

export type SourceFile = {
  /** From the root, with slashes. */
  readonly path: string;
  readonly text: string;
};

function walk(folder: string): readonly string[] {
  return readdirSync(folder, { withFileTypes: true }).flatMap((entry) => {
    if (notOurs.has(entry.name)) return [];
    const path = join(folder, entry.name);
    return entry.isDirectory() ? walk(path) : [path];
  });
}

/** Every file of the house below `folder` (the root when left out), as text. */
export const filesBelow = (folder = '.'): readonly SourceFile[] =>
  walk(join(root, folder)).map((path) => ({
    path: relative(root, path).split(sep).join('/'),
    text: readFileSync(path, 'utf8'),
  }));

export const readText = (path: string): string => readFileSync(join(root, path), 'utf8');

export const nameOf = ({ path }: SourceFile): string => basename(path);

export const lineCount = ({ text }: SourceFile): number => text.trimEnd().split('\n').length;

/** The lines of every function with a body, a one-liner counting 1. A function inside another counts for both. */
export function functionSizes({ path, text }: SourceFile): readonly number[] {
  const source = ts.createSourceFile(path, text, ts.ScriptTarget.Latest);
  const lineOf = (position: number): number => source.getLineAndCharacterOfPosition(position).line;
  const sizes: number[] = [];
  const visit = (node: ts.Node): void => {
    if (ts.isFunctionLike(node) && 'body' in node && node.body !== undefined)
      sizes.push(lineOf(node.end) - lineOf(node.getStart(source)) + 1);
    ts.forEachChild(node, visit);
  };
  visit(source);
  return sizes;
}

/** The value below which `share` of the numbers lie. */
export function quantile(numbers: readonly number[], share: number): number {
  const sorted = numbers.toSorted((a, b) => a - b);
  return sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))] ?? 0;
}
