import {
  addDays,
  BACKTEST_DAYS,
  isUnitMetric,
  zoneCalendar,
  type CapacityChange,
  type CountHistory,
  type DayCounts,
  type MilestoneMetric,
} from '@plant-ledger/domain';
import type { Position } from '@plant-ledger/event-store';
import type { Snapshot } from '../database/read-model.js';
import { PlantCapacity } from '../entities/index.js';
import { countRows, metricValue, type CountRow } from './counts.js';
import { contains, type Scope } from './grouping.js';
import { countedOpenings, openAt, readOpenings, type NetworkMetric, type Opening } from './network.js';
import { paceZone, readPlaces } from './places.js';

export interface ForecastScope extends Scope {
  readonly metric: MilestoneMetric;
}

export interface ForecastMoment {
  readonly asOf?: Position | undefined;
  /** The time of asking, milliseconds since 1970 UTC. */
  readonly at: number;
}

/** A change of capacity, with the event that told of it. */
export interface KnownCapacity extends CapacityChange {
  readonly eventId: string;
  readonly position: string;
  readonly note: string | null;
  /** Milliseconds since 1970 UTC. */
  readonly recordedAt: number;
}

/** What `projectMonthEnd` and `milestoneForecast` take: what is known at a position of the time before that of asking. */
export interface ForecastInputs extends CountHistory {
  readonly capacity: readonly KnownCapacity[];
}

/** The counts by day, back as far as a back-test looks, and the capacities: what the forecast of one figure is made from. */
export async function forecastInputs(
  snapshot: Snapshot,
  { asOf, at, ...scope }: ForecastScope & ForecastMoment,
): Promise<ForecastInputs> {
  return (await forecastReader(snapshot, { asOf, at }))(scope);
}

/** The same for many figures: what they share is read once. To be called while the snapshot lasts. */
export async function forecastReader(
  snapshot: Snapshot,
  { asOf, at }: ForecastMoment,
): Promise<(scope: ForecastScope) => Promise<ForecastInputs>> {
  const places = await readPlaces(snapshot, asOf);
  const changes = once(() => readCapacities(snapshot, { asOf, at }));
  // Whatever zone the days are counted in, they lie within two of those in UTC.
  const from = `${addDays(new Date(at).toISOString().slice(0, 10), -BACKTEST_DAYS - 2).slice(0, 7)}-01`;
  const days = once(() => countRows(snapshot, { by: 'date', from, asOf, at }));
  const earlier = once(async () => {
    const rows = await countRows(snapshot, { by: 'month', asOf, at });
    return rows.filter(({ period }) => period < from.slice(0, 7));
  });
  const openings = once(() => readOpenings(snapshot, { asOf, at }));

  return async ({ metric, plant, model }) => {
    const zone = paceZone(places, plant);
    const today = zoneCalendar(zone).dateOf(at);
    if (!isUnitMetric(metric)) return { ...networkHistory(await openings(), metric, zone, at), capacity: [] };
    const own = (row: CountRow) => contains({ plant, model }, row);
    const months = (await earlier()).filter(own);
    const rows = (await days()).filter(own);
    const first = firstWithData(months, metric);
    return {
      at: today,
      since: first === undefined ? firstWithData(rows, metric) : `${first}-01`,
      days: rows.map((row) => ({
        date: row.period,
        plant: row.plant,
        model: row.model,
        count: metricValue(metric, row),
      })),
      capacity: (await changes()).filter((change) => plant === undefined || change.plant === plant),
    };
  };
}

/** The first period in which anything was produced, or delivered. */
function firstWithData(rows: readonly CountRow[], metric: 'produced' | 'delivered'): string | undefined {
  return rows
    .filter((row) => row[metric] > 0)
    .map(({ period }) => period)
    .toSorted()[0];
}

async function readCapacities({ manager, timeZone }: Snapshot, { asOf, at }: ForecastMoment): Promise<KnownCapacity[]> {
  const query = manager.createQueryBuilder(PlantCapacity, 'capacity').orderBy('capacity.position');
  query.where('capacity.occurredAt < :at', { at });
  if (asOf !== undefined) query.andWhere('capacity.position <= :asOf', { asOf: asOf.toString() });
  const { dateOf } = zoneCalendar(timeZone);
  return (await query.getMany()).map(
    ({ plant, unitsPerMonth, effectiveFrom, eventId, position, note, occurredAt, recordedAt }) => ({
      plant,
      unitsPerMonth,
      effectiveFrom,
      eventId,
      position,
      note,
      recordedAt,
      occurredOn: dateOf(occurredAt),
    }),
  );
}

/** Openings less closings by day: how the number of open sites, or of cities with one, changed. */
function networkHistory(openings: readonly Opening[], metric: NetworkMetric, zone: string, at: number): CountHistory {
  const { dateOf, startOfDate } = zoneCalendar(zone);
  const today = dateOf(at);
  const counted = countedOpenings(openings, metric);
  const first = counted.reduce((least, { openedAt }) => Math.min(least, openedAt), Infinity);
  if (!Number.isFinite(first)) return { days: [], capacity: [], at: today };
  const since = dateOf(first);
  const longest = addDays(today, -BACKTEST_DAYS);
  const days: DayCounts[] = [];
  let before = since < longest ? openAt(counted, metric, startOfDate(longest)) : 0;
  for (let date = since < longest ? longest : since; date < today; date = addDays(date, 1)) {
    const after = openAt(counted, metric, startOfDate(addDays(date, 1)));
    if (after !== before) days.push({ date, count: after - before });
    before = after;
  }
  days.push({ date: today, count: openAt(counted, metric, at) - before });
  return { days, capacity: [], at: today, since };
}

function once<Value>(read: () => Promise<Value>): () => Promise<Value> {
  let reading: Promise<Value> | undefined;
  return () => (reading ??= read());
}
