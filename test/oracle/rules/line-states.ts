import { commissioningOf, haltsOf } from './line.js';
import type { RuledLedger } from './ledger.js';
import { union } from './spans.js';

const iso = (instant: number): string => new Date(instant).toISOString();

/** How each line stands at the time of asking. */
export function lineStatesOf(ledger: RuledLedger): Map<string, unknown> {
  const states = new Map<string, unknown>();
  for (const { plant, line, facts } of ledger.lines.values()) {
    const begins = commissioningOf(facts)?.at;
    if (begins === undefined) continue;
    const halts = haltsOf(facts).map((halt) => ({ ...halt, from: halt.from }));
    const open = halts.filter(({ to }) => to > ledger.now);
    const stops = union(halts.map(({ from, to }) => [Math.max(from, begins), to] as const));
    const last = stops.at(-1);
    const since = last === undefined ? begins : open.length > 0 ? last[0] : last[1];
    const rates = facts
      .filter(({ type }) => type === 'LineCommissioned' || type === 'LineRateChanged')
      .toSorted((a, b) => a.at - b.at);
    states.set(`line ${plant} ${line}`, {
      state: open.length > 0 ? 'halted' : 'running',
      since: iso(since),
      unitsPerHour: rates.at(-1)?.data.unitsPerHour,
      openHalts: open
        .map(({ halt, reason, planned, from, expectedMinutes }) => ({
          halt,
          reason,
          planned,
          startedAt: iso(from),
          expectedMinutes,
        }))
        .toSorted((a, b) => (a.halt < b.halt ? -1 : 1)),
    });
  }
  return states;
}
