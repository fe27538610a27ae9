import {
  downtimeWithin,
  endOfMonth,
  haltBudget,
  type MonthEnd,
  type MonthEndQuestion,
  paceWindow,
  rateAt,
  type Steps,
  targetStream,
  zoneCalendar,
} from '@plant-ledger/domain';
import { inSlices } from '../asking/slices.js';
import type { Snapshot } from '../asking/snapshot.js';
import { forecastReader, type ForecastInputs, type ForecastMoment } from '../forecasts/forecast-inputs.js';
import { type LineHalts, readLineHalts } from '../lines/line-halts.js';
import { finishedReader } from './finished-units.js';
import { haltFreeDays, lostReader, type Making } from './halt-free.js';
import type { MonthProjections } from './month-projections.js';
import type { Outlook, Target } from './target-status.js';

export interface RunningTarget {
  readonly target: Target;
  readonly value: number;
}

interface OutlookInputs extends Making, RunningTarget {
  /** Finished units in stock or in transit; those on hold are not included. */
  readonly finished: number;
}

/**
 * Projects where a running month is likely to end, and how that compares with its target. `signal`: aborts when the
 * client disconnects.
 */
export type Outlooks = (running: RunningTarget, project: MonthProjections, signal?: AbortSignal) => Promise<Outlook>;

/** Reads the inputs of targets' outlooks. They are computed afterwards, without a snapshot. */
export async function outlookReader(snapshot: Snapshot, moment: ForecastMoment): Promise<Outlooks> {
  const { asOf, at } = moment;
  const forecastOf = await forecastReader(snapshot, moment, ['produced', 'delivered']);
  const lines = await readLineHalts(snapshot, { asOf, at });
  const linesOf = Map.groupBy(lines, ({ plant }) => plant);
  const finished = await finishedReader(snapshot, moment);
  const lostOf = lostReader(at);
  const standOf = standReader(at);

  const inputsOf = function* (running: RunningTarget): Steps<OutlookInputs> {
    const { metric, plant, model } = running.target;
    return {
      ...running,
      forecast: yield* forecastOf({ metric, plant, model }),
      everyModel: yield* forecastOf({ metric, plant }),
      lines: plant === undefined ? lines : (linesOf.get(plant) ?? []),
      finished: finished({ plant, model }),
    };
  };
  return async (running, project, signal) => {
    const inputs = await inSlices(inputsOf(running), signal);
    const { forecast, target } = inputs;
    const question = questionOf(inputs);
    const projection = await project(question, signal);
    if (target.metric === 'delivered')
      return { projection, haltBudgetMinutes: null, daysOfStock: daysOfStock(inputs.finished, forecast) };
    const days = await inSlices(haltFreeDays(inputs, lostOf), signal);
    const undisturbed = await project({ ...question, days }, signal);
    const budget = undisturbed ? await inSlices(budgetOf({ ...inputs, at }, undisturbed, standOf), signal) : null;
    return { projection, haltBudgetMinutes: budget, daysOfStock: null };
  };
}

interface Stand {
  readonly unitsPerHour: number;
  readonly minutesDownToday: number;
}

/** Returns the status of lines at an instant; computes each only once. */
function standReader(at: number): (line: LineHalts) => Stand {
  const known = new Map<LineHalts, Stand>();
  return (line) => {
    const calendar = zoneCalendar(line.timeZone);
    const today = { from: calendar.startOfDate(calendar.dateOf(at)), to: at };
    const stand = known.get(line) ?? {
      unitsPerHour: rateAt(line.rates, at),
      minutesDownToday: downtimeWithin(line.halts, line, today, at).unplanned / 60_000,
    };
    known.set(line, stand);
    return stand;
  };
}

function* budgetOf(
  { target, value, lines, at }: OutlookInputs & { readonly at: number },
  undisturbed: MonthEnd,
  standOf: (line: LineHalts) => Stand,
): Steps<number | null> {
  const working: (Stand & { readonly minutesLeft: number })[] = [];
  for (const line of lines) {
    if (line.commissionedAt === undefined || line.commissionedAt >= at) continue;
    const minutesLeft = (endOfMonth(zoneCalendar(line.timeZone), target.month) - at) / 60_000;
    working.push({ ...standOf(line), minutesLeft });
    yield;
  }
  const probability = (count: number) => undisturbed.probability(count);
  return haltBudget({ target: target.current, value, lines: working, probability });
}

function questionOf({ target, value, forecast }: OutlookInputs): MonthEndQuestion {
  const { days, capacity, at, since } = forecast;
  const seed = targetStream(target).slice('target-'.length);
  return { days, capacity, at, since, month: target.month, countedSoFar: value, seed };
}

/** At the mean net deliveries of the last 28 whole days, to a tenth; null without any. */
function daysOfStock(finished: number, { days, since, at }: ForecastInputs): number | null {
  const window = paceWindow(since, at);
  if (!window) return null;
  const delivered = days
    .filter(({ date }) => date >= window.from && date <= window.to)
    .reduce((sum, { count }) => sum + count, 0);
  return delivered > 0 ? Math.round((finished * window.days * 10) / delivered) / 10 : null;
}
