// `npm run faults -- [--json] [--every N] [--random N] [--seed S]`: kills real consoles at every named place of every runbook and
// wherever chance has it, cuts their connections, and looks at what is left.
//   --json      one object on stdout and nothing else; notes go to stderr
//   --every N   only every N-th place, for a first impression; 0 for none
//   --random N  so many kills and cuts at random; 1,000 when left out
//   --seed S    the same seed gives the same kills and cuts; it is printed
// Exits 0 when nothing was found.
import { randomInt } from 'node:crypto';
import { parseArgs } from 'node:util';
import { faults } from '../test/faults/faults.ts';
import { isClean } from '../test/faults/verdict.ts';

const { values } = parseArgs({
  options: {
    json: { type: 'boolean', default: false },
    every: { type: 'string', default: '1' },
    random: { type: 'string', default: '1000' },
    seed: { type: 'string', default: String(randomInt(2 ** 31)) },
  },
});
const log = (line: string): void => void process.stderr.write(`${line}\n`);
const [every, random, seed] = [values.every, values.random, values.seed].map(Number) as [
  number,
  number,
  number,
];
const { points, runs, verdict } = await faults({ every, random, seed, log });
const { orphans, doubles, lies, unresolved } = verdict;
const counted = {
  points,
  runs,
  orphans: orphans.length,
  doubles: doubles.length,
  lies: lies.length,
  unresolved: unresolved.length,
};
for (const line of [orphans, doubles, lies, unresolved].flat()) log(line);
// The blob server of the test helpers belongs to the process and ends with it.
process.stdout.write(`${values.json ? JSON.stringify(counted) : inWords(counted)}\n`, () =>
  process.exit(isClean(verdict) ? 0 : 1),
);

function inWords(counts: Readonly<Record<string, number>>): string {
  return Object.entries(counts)
    .map(([what, count]) => `${count} ${what}`)
    .join(', ');
}
