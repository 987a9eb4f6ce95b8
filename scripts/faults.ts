// `npm run faults -- [--json] [--tenancy MODEL] [--every N] [--random N] [--seed S]`: kills real consoles at every named place of
// every runbook and wherever chance has it, cuts their connections, and looks at what is left. With `--model N` instead: N sequences
// of what operators, colleagues and bad luck do, in random order, beside a small model of what may exist.
//   --json      one object on stdout and nothing else; notes go to stderr
//   --tenancy   whose runbooks: pooled when left out, or database
//   --every N   only every N-th place, for a first impression; 0 for none
//   --random N  so many kills and cuts at random; 1,000 when left out
//   --model N   so many sequences against the model, and nothing else
//   --seed S    the same seed gives the same kills and cuts; it is printed
// Exits 0 when nothing was found.
import { randomInt } from 'node:crypto';
import { parseArgs } from 'node:util';
import { faults, model } from '../test/faults/faults.ts';

const { values } = parseArgs({
  options: {
    json: { type: 'boolean', default: false },
    tenancy: { type: 'string', default: 'pooled' },
    every: { type: 'string', default: '1' },
    random: { type: 'string', default: '1000' },
    model: { type: 'string', default: '0' },
    seed: { type: 'string', default: String(randomInt(2 ** 31)) },
  },
});
const log = (line: string): void => void process.stderr.write(`${line}\n`);
const [every, random, sequences, seed] = [values.every, values.random, values.model, values.seed].map(
  Number,
) as [number, number, number, number];
const tenancy = values.tenancy === 'database' ? 'database' : 'pooled';
const { counted, found } = sequences > 0 ? await tryModel() : await tryFaults();
for (const line of found) log(line);
const isWell = found.length === 0;
// The blob server of the test helpers belongs to the process and ends with it.
process.stdout.write(`${values.json ? JSON.stringify(counted) : inWords(counted)}\n`, () =>
  process.exit(isWell ? 0 : 1),
);

type Told = { readonly counted: Readonly<Record<string, number>>; readonly found: readonly string[] };

async function tryFaults(): Promise<Told> {
  const { points, runs, verdict } = await faults({ tenancy, every, random, seed, log });
  const counts = Object.entries(verdict).map(([what, { length }]): [string, number] => [what, length]);
  return {
    counted: { points, runs, ...Object.fromEntries(counts) },
    found: Object.values(verdict).flat(),
  };
}

async function tryModel(): Promise<Told> {
  const { finding, ...counted } = await model({ sequences, seed, log });
  return {
    counted: { ...counted, findings: finding === undefined ? 0 : 1 },
    found: finding === undefined ? [] : [finding],
  };
}

function inWords(counts: Readonly<Record<string, number>>): string {
  return Object.entries(counts)
    .map(([what, count]) => `${count} ${what}`)
    .join(', ');
}
