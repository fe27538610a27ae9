import { isUnitMetric, zoneCalendar } from '@plant-ledger/domain';
import type { Position } from '@plant-ledger/event-store';
import type { Snapshot } from '../database/read-model.js';
import type { Milestone } from '../entities/index.js';
import { added, countRows, metricValue, NOTHING, type CountRow } from './counts.js';
import { contains } from './grouping.js';
import { paceWindow, type Pace } from './milestone-state.js';
import { countedOpenings, openAt, readOpenings, type NetworkMetric } from './network.js';
import { paceZone, type Places } from './places.js';

export interface MilestoneFigures {
  readonly value: number;
  readonly pace: Pace;
}

type Counted = Pick<Milestone, 'metric' | 'plant' | 'model' | 'value'>;
const NO_PACE: Pace = { days: 0, count: 0 };

/** What it takes to tell each milestone's value and pace, read at most once for all of them. */
export async function progressReader(
  snapshot: Snapshot,
  places: Places,
  at: number,
  asOf: Position | undefined,
): Promise<(milestone: Counted) => Promise<MilestoneFigures>> {
  const counts = once(() => countRows(snapshot, { by: 'month', asOf }));
  const days = once(async () => {
    // Whatever zone the pace is counted in, its 28 days lie in the last 31 of any other.
    const from = new Date(at - 31 * 86_400_000).toISOString().slice(0, 10);
    return { from, rows: await countRows(snapshot, { by: 'date', from: `${from.slice(0, 7)}-01`, asOf }) };
  });
  const openings = once(() => readOpenings(snapshot, asOf));

  return async ({ metric, plant, model, value }) => {
    const zone = paceZone(places, plant ?? undefined);
    if (!isUnitMetric(metric)) return networkFigures(await openings(), metric, zone, at);
    const scope = { plant: plant ?? undefined, model: model ?? undefined };
    const months = (await counts()).filter((row) => contains(scope, row));
    const { from, rows } = await days();
    const daily = rows.filter((row) => contains(scope, row));
    const firstDate = firstWithData(months, from.slice(0, 7), metric) ?? firstWithData(daily, '~', metric);
    const window = paceWindow(firstDate, zone, at);
    const counted = daily.filter(({ period }) => window && period >= window.from && period <= window.to);
    return {
      value: asOf === undefined ? value : metricValue(metric, months.reduce(added, NOTHING)),
      pace: window ? { days: window.days, count: metricValue(metric, counted.reduce(added, NOTHING)) } : NO_PACE,
    };
  };
}

/** The first period before `until` in which anything was produced, or delivered. */
function firstWithData(rows: readonly CountRow[], until: string, metric: 'produced' | 'delivered'): string | undefined {
  return rows
    .filter((row) => row.period < until && row[metric] > 0)
    .map(({ period }) => period)
    .toSorted()[0];
}

function networkFigures(
  openings: Parameters<typeof openAt>[0],
  metric: NetworkMetric,
  zone: string,
  at: number,
): MilestoneFigures {
  const value = openAt(openings, metric, Infinity);
  const calendar = zoneCalendar(zone);
  const first = countedOpenings(openings, metric).reduce((least, { openedAt }) => Math.min(least, openedAt), Infinity);
  const window = paceWindow(Number.isFinite(first) ? calendar.dateOf(first) : undefined, zone, at);
  if (!window) return { value, pace: NO_PACE };
  const [from, today] = [calendar.startOfDate(window.from), calendar.startOfDate(calendar.dateOf(at))];
  return {
    value,
    pace: { days: window.days, count: openAt(openings, metric, today) - openAt(openings, metric, from) },
  };
}

function once<Value>(read: () => Promise<Value>): () => Promise<Value> {
  let reading: Promise<Value> | undefined;
  return () => (reading ??= read());
}
