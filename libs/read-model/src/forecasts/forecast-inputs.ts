import type { Scope } from '@plant-ledger/contract';
import {
  addDays,
  HISTORY_DAYS,
  isUnitMetric,
  zoneCalendar,
  type CapacityChange,
  type CountHistory,
  type DayCounts,
  type MilestoneMetric,
  type Steps,
} from '@plant-ledger/domain';
import type { Position } from '@plant-ledger/event-store';
import { rowsWithin } from '../asking/grouping.js';
import type { Snapshot } from '../asking/snapshot.js';
import { countRows, metricValue, type CountRow } from '../books/counts.js';
import { networkHistories } from '../network/network-history.js';
import { readOpenings } from '../network/network.js';
import { PlantCapacity } from '../places/places.entities.js';
import { paceZone, readPlaces } from '../places/zones.js';

export interface ForecastScope extends Scope {
  readonly metric: MilestoneMetric;
}

export interface ForecastMoment {
  readonly asOf?: Position | undefined;
  /** The time of asking, milliseconds since 1970 UTC. */
  readonly at: number;
}

export interface KnownCapacity extends CapacityChange {
  readonly eventId: string;
  readonly position: string;
  readonly note: string | null;
  /** Milliseconds since 1970 UTC. */
  readonly recordedAt: number;
}

/**
 * The input of `projectMonthEnd` and `milestoneForecast`: what is known at a position of the time before that of
 * asking.
 */
export interface ForecastInputs extends CountHistory {
  readonly capacity: readonly KnownCapacity[];
}

/** Makes the input of one figure's forecast; each only once. */
export type ForecastReader = (scope: ForecastScope) => Steps<ForecastInputs>;

/**
 * Reads the counts by day, as far back as a forecast looks, and the capacities, for the forecasts of these metrics.
 * The input of one of them is selected in steps, which need no snapshot.
 */
export async function forecastReader(
  snapshot: Snapshot,
  moment: ForecastMoment,
  metrics: readonly MilestoneMetric[],
): Promise<ForecastReader> {
  const { asOf, at } = moment;
  const places = await readPlaces(snapshot, asOf);
  const ofUnits = metrics.some(isUnitMetric) ? await unitReader(snapshot, moment) : undefined;
  const ofNetwork = metrics.every(isUnitMetric)
    ? undefined
    : networkHistories(await readOpenings(snapshot, { asOf, at }), at);
  const known = new Map<string, ForecastInputs>();
  return function* ({ metric, plant, model }) {
    const key = JSON.stringify([metric, plant, model]);
    const kept = known.get(key);
    if (kept) return kept;
    const zone = paceZone(places, plant);
    const inputs = isUnitMetric(metric)
      ? yield* ofUnits?.({ metric, plant, model }, zoneCalendar(zone).dateOf(at)) ?? missing(metric)
      : { ...(yield* ofNetwork?.(metric, zone) ?? missing(metric)), capacity: [] };
    known.set(key, inputs);
    return inputs;
  };
}

function missing(metric: string): never {
  throw new Error(`What forecasts of ${metric} are made from was not read.`);
}

type UnitScope = Scope & { readonly metric: 'produced' | 'delivered' };

async function unitReader(snapshot: Snapshot, { asOf, at }: ForecastMoment) {
  // Whatever zone the days are counted in, they are within two days of those in UTC.
  const from = `${addDays(new Date(at).toISOString().slice(0, 10), -HISTORY_DAYS - 2).slice(0, 7)}-01`;
  const days = rowsWithin(await countRows(snapshot, { by: 'date', from, asOf, at }));
  const months = await countRows(snapshot, { by: 'month', asOf, at });
  const earlier = rowsWithin(months.filter(({ period }) => period < from.slice(0, 7)));
  const capacities = await readCapacities(snapshot, { asOf, at });
  const capacityOf = Map.groupBy(capacities, ({ plant }) => plant);

  return function* ({ metric, ...scope }: UnitScope, today: string): Steps<ForecastInputs> {
    const rows = days(scope);
    const first = yield* firstWithData(earlier(scope), metric);
    return {
      at: today,
      since: first === undefined ? yield* firstWithData(rows, metric) : `${first}-01`,
      days: yield* daysOf(rows, metric),
      capacity: scope.plant === undefined ? capacities : (capacityOf.get(scope.plant) ?? []),
    };
  };
}

/** Rows between two yields: a millisecond or so. */
const SLICE = 2_000;

/** The first period in which anything was produced, or delivered. */
function* firstWithData(rows: readonly CountRow[], metric: UnitScope['metric']): Steps<string | undefined> {
  let first: string | undefined;
  for (const [index, row] of rows.entries()) {
    if (index % SLICE === SLICE - 1) yield;
    if (row[metric] > 0 && (first === undefined || row.period < first)) first = row.period;
  }
  return first;
}

/** By plant and date, all models together: forecasts do not distinguish them. */
function* daysOf(rows: readonly CountRow[], metric: UnitScope['metric']): Steps<DayCounts[]> {
  const plants = new Map<string, Map<string, number>>();
  for (const [index, row] of rows.entries()) {
    if (index % SLICE === SLICE - 1) yield;
    const dates = plants.get(row.plant) ?? new Map<string, number>();
    plants.set(row.plant, dates);
    dates.set(row.period, (dates.get(row.period) ?? 0) + metricValue(metric, row));
  }
  return [...plants].flatMap(([plant, dates]) => [...dates].map(([date, count]) => ({ date, plant, count })));
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
