// Everything, in one table: `npm run bench`. See README.md.
import { cpus, totalmem } from 'node:os';
import { conditionalReads } from './conditional.mjs';
import { mysqlReads } from './mysql.mjs';
import { reads } from './reads.mjs';
import { syncs } from './syncs.mjs';
import { writes } from './writes.mjs';

const figures = [
  ...(await syncs(0)),
  ...(await syncs(150)),
  ...(await syncs(0, true)).filter(({ name }) => /meanwhile|event-loop/.test(name)),
  ...(await writes()),
  ...(await mysqlReads()),
  ...(await conditionalReads()),
  ...(await reads(127)),
  ...(process.argv.includes('--small') ? [] : await reads(10_000)),
];
const ms = (value) =>
  value === undefined ? '' : value < 10 ? value.toFixed(2) : Math.round(value).toLocaleString('en');
const { model } = cpus()[0];
console.log(`${model}, ${cpus().length} cores, ${Math.round(totalmem() / 2 ** 30)} GiB, Node ${process.version}\n`);
console.log('| figure | ms | baseline of this run | ms | ratio | |');
console.log('|---|--:|---|--:|--:|---|');
for (const { name, ms: value, baseline = '', baselineMs, note = '' } of figures) {
  const ratio = baselineMs === undefined ? '' : (value / baselineMs).toPrecision(2);
  console.log(`| ${name} | ${ms(value)} | ${baseline} | ${ms(baselineMs)} | ${ratio} | ${note} |`);
}
