// `npm run faults -- [--json] [--every N]`: kills real consoles at every named place and looks at what is left.
//   --json      one object on stdout and nothing else; notes go to stderr
//   --every N   only every N-th place, for a first impression
// Exits 0 when nothing was found.
import { parseArgs } from 'node:util';
import { faults } from '../test/faults/faults.ts';
import { isClean } from '../test/faults/verdict.ts';

const { values } = parseArgs({
  options: {
    json: { type: 'boolean', default: false },
    every: { type: 'string', default: '1' },
  },
});
const log = (line: string): void => void process.stderr.write(`${line}\n`);
const { points, runs, verdict } = await faults({ every: Number(values.every), log });
const { orphans, doubles, lies, unresolved } = verdict;
for (const line of [orphans, doubles, lies, unresolved].flat()) log(line);
const counted = {
  points,
  runs,
  orphans: orphans.length,
  doubles: doubles.length,
  lies: lies.length,
  unresolved: unresolved.length,
};
// The blob server of the test helpers belongs to the process and ends with it.
process.stdout.write(`${values.json ? JSON.stringify(counted) : inWords(counted)}\n`, () =>
  process.exit(isClean(verdict) ? 0 : 1),
);

function inWords(counts: Readonly<Record<string, number>>): string {
  return Object.entries(counts)
    .map(([what, count]) => `${count} ${what}`)
    .join(', ');
}
