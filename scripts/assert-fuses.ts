// `node scripts/assert-fuses.ts PROGRAM`: whether a packaged program (binary, .exe or .app) has every fuse as it should be.
import { fuses, wrongFuses } from './package/fuses.ts';

const [program] = process.argv.slice(2);
if (program === undefined)
  throw new Error('Say which program: node scripts/assert-fuses.ts dist/linux-unpacked/tenant-console');
const wrong = await wrongFuses(program);
for (const [name, on] of Object.entries(fuses)) console.log(`${on ? 'on ' : 'off'}  ${name}`);
for (const sentence of wrong) console.error(`✗ ${sentence}`);
console.log(wrong.length === 0 ? 'Every fuse is as it should be.' : `${wrong.length} wrong.`);
process.exitCode = wrong.length === 0 ? 0 : 1;
