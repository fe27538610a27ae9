import type { Forecast, Milestone } from '../ledger/answers.js';
import { dateIn, dayName } from '../words/dates.js';
import { count, percent, plural } from '../words/numbers.js';

/** What is said of a milestone: the figure first, then when it will be reached. */
export interface MilestoneWords {
  readonly headline: string;
  readonly prospect: string;
  readonly details: readonly string[];
}

const COUNTED: Readonly<Record<string, string>> = {
  delivered: 'delivered',
  produced: 'produced',
  'sitesOpen:sales': 'sales outlets open',
  'sitesOpen:service': 'service centers open',
  'sitesOpen:delivery': 'delivery centers open',
  cities: 'cities with an outlet or center',
};

export const countedBy = (metric: string): string => COUNTED[metric] ?? metric;

/** In plain words, asked at an instant in a zone: dates of the same year go without it. */
export function milestoneWords(milestone: Milestone, now: string, zone: string): MilestoneWords {
  const { value, target, metric, due } = milestone;
  const year = dateIn(zone, now).slice(0, 4);
  return {
    headline: `${count(value)} of ${count(target)} ${countedBy(metric)}`,
    prospect: prospectOf(milestone, year, zone),
    details: milestone.forecast ? forecastDetails(milestone.forecast, due, year) : [`Due ${dayName(due, year)}`],
  };
}

function prospectOf({ state, forecast, firstReached, due }: Milestone, year: string, zone: string): string {
  if (state === 'reached' && firstReached)
    return `Reached on ${dayName(dateIn(zone, firstReached.occurredAt), year)}; it was due ${dayName(due, year)}.`;
  if (state === 'reverted' && firstReached)
    return `Once reached, on ${dayName(dateIn(zone, firstReached.occurredAt), year)}, and below the target again since.`;
  if (state === 'withdrawn') return 'This milestone was withdrawn.';
  if (state === 'missed') return `It was due ${dayName(due, year)} and has been missed.`;
  if (state === 'insufficient-history') return 'Fewer than ten days of data so far: too little for a date.';
  if (!forecast) return `Due ${dayName(due, year)}. No forecast is available yet.`;
  return forecastSentence(forecast, due, year);
}

function forecastSentence(forecast: Forecast, due: string, year: string): string {
  const { p50, daysAheadP50, runRate, assumptions = [] } = forecast;
  const condition = assumptions.length > 0 ? ', if the expansion delivers' : '';
  const median =
    p50 === null
      ? `No date within what can be foreseen${condition}`
      : `Median date ${dayName(p50, year)}, ${against(daysAheadP50 ?? gap(p50, due))}${condition}`;
  return `${median}; ${runRateWords(runRate, due, year)}.`;
}

function runRateWords(runRate: string | null, due: string, year: string): string {
  return runRate === null
    ? 'at today’s pace never'
    : `at today’s pace ${dayName(runRate, year)}, ${against(gap(runRate, due))}`;
}

/** Days from a date to the due date: how far ahead it is. */
function gap(date: string, due: string): number {
  return Math.round((Date.parse(due) - Date.parse(date)) / 86_400_000);
}

function against(daysAhead: number): string {
  if (daysAhead === 0) return 'on the due date';
  return `${plural(Math.abs(daysAhead), 'day')} ${daysAhead > 0 ? 'ahead' : 'late'}`;
}

function forecastDetails(forecast: Forecast, due: string, year: string): string[] {
  const { p10, p85, probabilityByDue, requiredPerDay, pacePerDay, withoutAssumptions } = forecast;
  const details = [`Due ${dayName(due, year)}`];
  if (p10 !== null && p85 !== null)
    details.push(`Days this model allows: ${dayName(p10, year)} to ${dayName(p85, year)} (P10 to P85)`);
  if (probabilityByDue !== null) details.push(`Chance to make the due date: ${percent(probabilityByDue)}`);
  if (requiredPerDay !== null && pacePerDay !== null)
    details.push(`Needs ${count(requiredPerDay)} a day from now on; the last 28 days had ${count(pacePerDay)}`);
  if (withoutAssumptions?.p50 && (forecast.assumptions ?? []).length > 0)
    details.push(
      `Without the assumed capacity: median date ${dayName(withoutAssumptions.p50, year)}, ` +
        against(withoutAssumptions.daysAheadP50 ?? gap(withoutAssumptions.p50, due)),
    );
  return details;
}
