import { asOf } from './as-of.js';
import { bulkStream } from './bulk-stream.js';
import { forecasts } from './forecasts/forecasts.js';
import { kurrentdbAppends } from './kurrentdb-appends.js';
import { liveClients } from './live-clients.js';
import { measure, type Benchmark } from './measure.js';
import { measureMemory, MOST_GROWTH } from './memory.js';
import { projecting } from './projecting.js';
import { rebuildMemory } from './rebuild-memory.js';
import { rebuilding, rebuildingRandomVins } from './rebuilding.js';
import { rebuildingFromKurrentdb } from './rebuilding-kurrentdb.js';
import { rebuildingPostgres } from './rebuilding-postgres.js';
import { singlePosts } from './single-posts.js';
import { streamToFigures } from './stream-to-figures.js';
import { printTable, type Line } from './table.js';
import { postsWithKey, streamWithKey } from './with-keys.js';
import { underRebuild } from './under-rebuild.js';

// npm run bench [-- name …]: each benchmark runs our side and bare client code by turns; what counts is the ratio.
const BENCHMARKS: readonly Benchmark[] = [
  bulkStream,
  streamToFigures,
  singlePosts,
  postsWithKey,
  streamWithKey,
  liveClients,
  // Before what fills the server with other events.
  rebuildingFromKurrentdb,
  kurrentdbAppends,
  projecting,
  asOf,
  rebuilding,
  rebuildingRandomVins,
  rebuildingPostgres,
];
/** Those that need a server of EventStoreDB. */
const ON_KURRENTDB: readonly Benchmark[] = [kurrentdbAppends, rebuildingFromKurrentdb];

const wanted = process.argv.slice(2).filter((word) => !word.startsWith('-'));
const names = [...BENCHMARKS.map(({ name }) => name), 'memory', 'rebuild-memory', 'under-rebuild', 'forecasts'];
const unknown = wanted.find((word) => !names.includes(word));
if (unknown !== undefined) {
  console.error(`There is no benchmark "${unknown}". There are: ${names.join(', ')}.`);
  process.exit(2);
}
const isWanted = (name: string) => wanted.length === 0 || wanted.includes(name);
const say = (text: string) => console.error(text);

const lines: Line[] = [];
for (const benchmark of BENCHMARKS.filter(({ name }) => isWanted(name))) {
  if (ON_KURRENTDB.includes(benchmark) && !process.env.LEDGER_TEST_KURRENTDB) {
    lines.push({ name: benchmark.name, skipped: 'LEDGER_TEST_KURRENTDB names no server' });
    continue;
  }
  say(`${benchmark.name}: ${benchmark.ours}; against ${benchmark.baseline}`);
  const { ours, baseline, ratio, cpuRatio, target, name } = await measure(benchmark, say);
  lines.push({
    name,
    ours: `${Math.round(ours)}/s`,
    baseline: `${Math.round(baseline)}/s`,
    ratio: `${ratio.toFixed(2)} (cpu ${cpuRatio.toFixed(2)})`,
    target: `≥ ${target}`,
    met: ratio >= target,
  });
}
if (isWanted('memory')) {
  const measured = await measureMemory(say);
  const [first, last] = [measured.at(0), measured.at(-1)];
  if (first && last)
    for (const [what, of] of [
      ['RSS', ({ rss }: typeof first) => rss],
      ['heap', ({ heapUsed }: typeof first) => heapUsed],
    ] as const) {
      const growth = of(last) / of(first);
      lines.push({
        name: `memory (${what})`,
        ours: `${of(last).toFixed(0)} MiB`,
        baseline: `${of(first).toFixed(0)} MiB`,
        ratio: growth.toFixed(2),
        target: `≤ ${MOST_GROWTH}`,
        met: growth <= MOST_GROWTH,
      });
    }
}
if (isWanted('rebuild-memory')) lines.push(...(await rebuildMemory(say)));
if (isWanted('under-rebuild')) lines.push(...(await underRebuild(say)));
if (isWanted('forecasts')) lines.push(...forecasts());
printTable(lines);
process.exit(0);
