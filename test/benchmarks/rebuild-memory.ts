import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { rebuildApart } from './rebuild-apart.js';
import { storedLog } from './stored-log.js';
import type { Line } from './table.js';

const MEASURED_AT = [100_000, 1_000_000, 3_000_000];
/** What the most events may cost beyond what the fewest do: memory altogether, and time for each. */
const MOST_MEMORY = 1.3;
const MOST_TIME = 1.2;

interface Rebuilt {
  /** The most memory that the process had, in MiB. */
  readonly rss: number;
  /** Microseconds for an event. */
  readonly wall: number;
  readonly cpu: number;
}

/** Rebuilds of ever longer logs, each in a process of its own: memory stays flat, and time grows with the events. */
export async function rebuildMemory(say: (text: string) => void): Promise<Line[]> {
  const rebuilt: Rebuilt[] = [];
  for (const events of MEASURED_AT) {
    const one = await rebuildOf(events);
    rebuilt.push(one);
    const { rss, wall, cpu } = one;
    say(
      `rebuild of ${events} events: RSS ${rss.toFixed(0)} MiB, ${wall.toFixed(1)} µs an event (${cpu.toFixed(1)} of cpu)`,
    );
  }
  const [first, last] = [rebuilt.at(0), rebuilt.at(-1)];
  if (!first || !last) return [];
  const line = (what: string, of: (one: Rebuilt) => number, unit: string, most: number): Line => ({
    name: `rebuild-memory (${what})`,
    ours: `${of(last).toFixed(1)} ${unit}`,
    baseline: `${of(first).toFixed(1)} ${unit}`,
    ratio: (of(last) / of(first)).toFixed(2),
    target: `≤ ${most}`,
    met: of(last) / of(first) <= most,
  });
  return [
    line('RSS', ({ rss }) => rss, 'MiB', MOST_MEMORY),
    line('time', ({ wall }) => wall, 'µs', MOST_TIME),
    line('cpu', ({ cpu }) => cpu, 'µs', MOST_TIME),
  ];
}

async function rebuildOf(events: number): Promise<Rebuilt> {
  const folder = await mkdtemp(join(tmpdir(), 'plant-ledger-rebuild-memory-'));
  try {
    const log = await storedLog(folder, { units: events / 2 });
    const { rss, wall, cpu } = await rebuildApart(log.file, join(folder, 'read-model'));
    return { rss: rss / 2 ** 20, wall: (wall * 1_000) / log.events, cpu: (cpu * 1_000) / log.events };
  } finally {
    await rm(folder, { recursive: true });
  }
}
