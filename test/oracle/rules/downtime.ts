import { commissioningOf, haltsOf, type Halt, type Line, type LineFact } from './line.js';
import type { RuledLedger } from './ledger.js';
import { clip, length, less, type Span } from './spans.js';
import { monthAfter, monthBegins, monthOf } from './zone.js';

const HOUR = 3_600_000;

const spansOf = (halts: readonly Halt[], planned: boolean): Span[] =>
  halts.filter((halt) => halt.planned === planned).map(({ from, to }) => [from, to]);

/** Downtime by month, plant and line, and by reason too, of every line. */
export function downtimeOf(ledger: RuledLedger): Map<string, number> {
  const figures = new Map<string, number>();
  for (const line of ledger.lines.values()) {
    const begins = commissioningOf(line.facts)?.at ?? Infinity;
    const halts = haltsOf(line.facts);
    const reasons = [undefined, ...new Set(halts.map(({ reason }) => reason))];
    for (const [month, period] of monthsOf(ledger.places.plantZone(line.plant), halts, ledger.now)) {
      const within: Span = [Math.max(period[0], begins), Math.min(period[1], ledger.now)];
      for (const reason of reasons) {
        const its = halts.filter((halt) => reason === undefined || halt.reason === reason);
        const name = `downtime ${month} ${line.plant} ${line.line}${reason === undefined ? '' : ` ${reason}`}`;
        for (const [figure, value] of Object.entries(inPeriod(line, halts, its, within)))
          if (value !== 0) figures.set(`${name} ${figure}`, value);
      }
    }
  }
  return figures;
}

function inPeriod(line: Line, all: readonly Halt[], halts: readonly Halt[], within: Span) {
  const unplanned = clip(less(spansOf(halts, false), spansOf(all, true)), within);
  return {
    minutes: length(unplanned) / 60_000,
    plannedMinutes: length(clip(spansOf(halts, true), within)) / 60_000,
    halts: halts.filter(({ planned, from, to }) => !planned && clip([[from, to]], within).length > 0).length,
    lostUnitsEstimate: lostIn(line.facts, unplanned),
  };
}

function lostIn(facts: readonly LineFact[], spans: readonly Span[]): number {
  const rates = facts
    .filter(({ type }) => type === 'LineCommissioned' || type === 'LineRateChanged')
    .toSorted((a, b) => a.at - b.at);
  return rates.reduce((lost, { at, data }, index) => {
    const until = rates[index + 1]?.at ?? Infinity;
    return lost + (length(clip(spans, [at, until])) / HOUR) * Number(data.unitsPerHour);
  }, 0);
}

function monthsOf(zone: string, halts: readonly Halt[], now: number): Map<string, Span> {
  const months = new Map<string, Span>();
  for (const { from, to } of halts) {
    const last = monthOf(zone, Math.min(to, now));
    for (let month = monthOf(zone, from); month <= last; month = monthAfter(month))
      if (!months.has(month)) months.set(month, [monthBegins(zone, month), monthBegins(zone, monthAfter(month))]);
  }
  return months;
}
