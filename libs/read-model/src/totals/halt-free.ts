import {
  addDays,
  downtimeWithin,
  paceWindow,
  zoneCalendar,
  type DayCounts,
  type PaceWindow,
  type Steps,
} from '@plant-ledger/domain';
import type { ForecastInputs } from '../forecasts/forecast-inputs.js';
import type { LineHalts } from '../lines/line-halts.js';

/** A figure's days, those of its plants with every model, and the lines they come from. */
export interface Making {
  readonly forecast: ForecastInputs;
  readonly everyModel: ForecastInputs;
  readonly lines: readonly LineHalts[];
}

/** An estimate of what a line lost in a window by its unplanned halts, by day; computes each only once. */
export type LostReader = (line: LineHalts, window: PaceWindow) => Steps<readonly DayCounts[]>;

/** `at`: milliseconds since 1970 UTC. */
export function lostReader(at: number): LostReader {
  const known = new Map<LineHalts, Map<string, readonly DayCounts[]>>();
  return function* (line, window) {
    const ofLine = known.get(line) ?? new Map<string, readonly DayCounts[]>();
    known.set(line, ofLine);
    const key = `${window.from} ${window.to}`;
    const lost = ofLine.get(key) ?? (yield* lostByDay(line, window, at));
    ofLine.set(key, lost);
    return lost;
  };
}

/**
 * The days as they would have been without unplanned halts in the pace's window: what was made, and the estimate of
 * what was lost. Of a plant's lost units a model has its share of what the plant made then.
 */
export function* haltFreeDays(
  { forecast, everyModel, lines }: Making,
  lostOf: LostReader,
): Steps<readonly DayCounts[]> {
  const window = paceWindow(forecast.since, forecast.at);
  if (!window) return forecast.days;
  const [made, madeOfAll] = [madeByPlant(forecast.days, window), madeByPlant(everyModel.days, window)];
  const lost: DayCounts[] = [];
  for (const line of lines) {
    const share = (made.get(line.plant) ?? 0) / (madeOfAll.get(line.plant) ?? 0);
    if (!Number.isFinite(share)) continue;
    for (const day of yield* lostOf(line, window)) lost.push({ ...day, count: day.count * share });
    yield;
  }
  return lost.length > 0 ? [...forecast.days, ...lost] : forecast.days;
}

function madeByPlant(days: readonly DayCounts[], { from, to }: PaceWindow): ReadonlyMap<string | undefined, number> {
  const made = new Map<string | undefined, number>();
  for (const { date, plant, count } of days)
    if (date >= from && date <= to) made.set(plant, (made.get(plant) ?? 0) + count);
  return made;
}

function* lostByDay(line: LineHalts, { from, to }: PaceWindow, at: number): Steps<readonly DayCounts[]> {
  const { plant, halts } = line;
  const { startOfDate } = zoneCalendar(line.timeZone);
  const days: DayCounts[] = [];
  for (let date = from; date <= to; date = addDays(date, 1)) {
    const span = { from: startOfDate(date), to: startOfDate(addDays(date, 1)) };
    const { lostUnits } = downtimeWithin(halts, line, span, at);
    if (lostUnits > 0) days.push({ date, plant, count: lostUnits });
    yield;
  }
  return days;
}
