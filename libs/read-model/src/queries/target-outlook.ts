import {
  downtimeWithin,
  haltBudget,
  paceWindow,
  rateAt,
  targetStream,
  zoneCalendar,
  type MonthEnd,
  type MonthEndQuestion,
} from '@plant-ledger/domain';
import type { Snapshot } from '../database/read-model.js';
import { finishedReader } from './finished-units.js';
import { forecastReader, type ForecastInputs, type ForecastMoment } from './forecast-inputs.js';
import { haltFreeDays, type Making } from './halt-free.js';
import { readLineHalts } from './line-halts.js';
import type { MonthProjections } from './month-projections.js';
import { endOfMonth } from './period.js';
import type { Outlook, Target } from './target-status.js';

/** What the outlook of one running target is made from, read while a snapshot lasts. */
export interface OutlookInputs extends Making {
  readonly target: Target;
  readonly value: number;
  /** Finished units in stock or on their way to where they are delivered; those on hold are not. */
  readonly finished: number;
}

/** Reads what several targets share once. To be called while the snapshot lasts. */
export async function outlookReader(
  snapshot: Snapshot,
  moment: ForecastMoment,
): Promise<(target: Target, value: number) => Promise<OutlookInputs>> {
  const { asOf, at } = moment;
  const forecastOf = await forecastReader(snapshot, moment);
  const lines = await readLineHalts(snapshot, { asOf, at });
  const finished = await finishedReader(snapshot, moment);
  return async (target, value) => {
    const { metric, plant, model } = target;
    return {
      target,
      value,
      forecast: await forecastOf({ metric, plant, model }),
      everyModel: await forecastOf({ metric, plant }),
      lines: lines.filter((line) => plant === undefined || line.plant === plant),
      finished: finished({ plant, model }),
    };
  };
}

/** Where a running month is likely to end, and what stands between that and its target. `at`: milliseconds since 1970 UTC. */
export async function outlookOf(inputs: OutlookInputs, at: number, project: MonthProjections): Promise<Outlook> {
  const { target, forecast, finished } = inputs;
  const question = questionOf(inputs);
  const projection = await project(question);
  if (target.metric === 'delivered')
    return { projection, haltBudgetMinutes: null, daysOfStock: daysOfStock(finished, forecast) };
  const undisturbed = await project({ ...question, days: haltFreeDays(inputs, at) });
  return { projection, haltBudgetMinutes: undisturbed ? budgetOf(inputs, undisturbed, at) : null, daysOfStock: null };
}

function budgetOf({ target, value, lines }: OutlookInputs, undisturbed: MonthEnd, at: number): number | null {
  const working = lines
    .filter(({ commissionedAt }) => commissionedAt !== undefined && commissionedAt < at)
    .map((line) => {
      const { halts, rates } = line;
      const calendar = zoneCalendar(line.timeZone);
      const today = { from: calendar.startOfDate(calendar.dateOf(at)), to: at };
      return {
        unitsPerHour: rateAt(rates, at),
        minutesLeft: (endOfMonth(calendar, target.month) - at) / 60_000,
        minutesDownToday: downtimeWithin(halts, line, today, at).unplanned / 60_000,
      };
    });
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
