// `npm run bench -- NAME [--json] [--quick]`: one benchmark, beside the bare limit measured in the same run.
//   --json    one object on stdout and nothing else; notes go to stderr
//   --quick   a short run that shows that the benchmark works; its figures are rough
// Exits 0 when every figure holds, 1 when one does not, 2 when there is no such benchmark.
import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import type { Bench } from '../test/bench/bench.ts';
import { figureJson, figureTable } from './bench/figures.ts';

const folder = join(import.meta.dirname, '..', 'test', 'bench');
const suffix = '.bench.ts';

const print = (text: string): void => void process.stdout.write(`${text}\n`);
const note = (text: string): void => void process.stderr.write(`${text}\n`);

async function names(): Promise<readonly string[]> {
  const files = await readdir(folder);
  return files
    .filter((file) => file.endsWith(suffix))
    .map((file) => file.slice(0, -suffix.length))
    .toSorted();
}

async function load(name: string): Promise<Bench> {
  const module = (await import(`../test/bench/${name}${suffix}`)) as { readonly bench: Bench };
  return module.bench;
}

async function list(known: readonly string[], asked: string | undefined): Promise<void> {
  note(asked === undefined ? 'Name one of the benchmarks:' : `There is no benchmark "${asked}". There are:`);
  for (const name of known) note(`  ${name.padEnd(20)} ${(await load(name)).about}`);
  process.exitCode = 2;
}

async function run(name: string, { json, quick }: { json: boolean; quick: boolean }): Promise<void> {
  const bench = await load(name);
  if (!json) print(`${name}: ${bench.about}${quick ? ' (quick: rough figures)' : ''}`);
  const figures = await bench.run({ quick, log: json ? note : print });
  print(json ? figureJson(name, figures) : figureTable(figures));
  process.exitCode = figures.every(({ holds }) => holds) ? 0 : 1;
}

const { values, positionals } = parseArgs({
  options: { json: { type: 'boolean', default: false }, quick: { type: 'boolean', default: false } },
  allowPositionals: true,
});
const [asked] = positionals;
const known = await names();
await (asked !== undefined && known.includes(asked) ? run(asked, values) : list(known, asked));
// A portal of tests leaves a file server of the whole process listening, which would keep it from ending.
process.exit();
