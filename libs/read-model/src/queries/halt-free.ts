import {
  addDays,
  downtimeWithin,
  paceWindow,
  zoneCalendar,
  type DayCounts,
  type PaceWindow,
} from '@plant-ledger/domain';
import type { LineHalts } from './downtime-report.js';
import type { ForecastInputs } from './forecast-inputs.js';

/** A figure's days, those of its plants with every model, and the lines they come from. */
export interface Making {
  readonly forecast: ForecastInputs;
  readonly everyModel: ForecastInputs;
  readonly lines: readonly LineHalts[];
}

/**
 * The days as they would have been had no line stopped unplanned in the window that the pace is taken from: what was made,
 * and the estimate of what was lost. Of a plant's lost units a model has its share of what the plant made then. `at`:
 * milliseconds since 1970 UTC.
 */
export function haltFreeDays({ forecast, everyModel, lines }: Making, at: number): readonly DayCounts[] {
  const window = paceWindow(forecast.since, forecast.at);
  if (!window) return forecast.days;
  const lost = lines.flatMap((line) => {
    const share = madeBy(line.plant, forecast.days, window) / madeBy(line.plant, everyModel.days, window);
    return Number.isFinite(share)
      ? lostByDay(line, window, at).map((day) => ({ ...day, count: day.count * share }))
      : [];
  });
  return lost.length > 0 ? [...forecast.days, ...lost] : forecast.days;
}

function madeBy(plant: string, days: readonly DayCounts[], { from, to }: PaceWindow): number {
  const own = days.filter((day) => day.plant === plant && day.date >= from && day.date <= to);
  return own.reduce((sum, { count }) => sum + count, 0);
}

function lostByDay(line: LineHalts, { from, to }: PaceWindow, at: number): DayCounts[] {
  const { plant, halts } = line;
  const { startOfDate } = zoneCalendar(line.timeZone);
  const days: DayCounts[] = [];
  for (let date = from; date <= to; date = addDays(date, 1)) {
    const span = { from: startOfDate(date), to: startOfDate(addDays(date, 1)) };
    const { lostUnits } = downtimeWithin(halts, line, span, at);
    if (lostUnits > 0) days.push({ date, plant, count: lostUnits });
  }
  return days;
}
