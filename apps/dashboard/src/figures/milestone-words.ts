import type { ForecastView, MilestoneView } from '@plant-ledger/contract';
import { dateIn, dayName } from '../words/dates.js';
import { chance, count, perDay, plural } from '../words/numbers.js';

/** A milestone in words: the figure first, then when it will be reached. */
export interface MilestoneWords {
  readonly headline: string;
  readonly prospect: string;
  readonly details: readonly Detail[];
}

export interface Detail {
  readonly words: string;
  readonly cautions?: readonly string[];
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

/** In plain words, at a time of asking in a zone: dates of the same year are written without it. */
export function milestoneWords(milestone: MilestoneView, now: string, zone: string): MilestoneWords {
  const { value, target, metric, due } = milestone;
  const today = dateIn(zone, now);
  const year = today.slice(0, 4);
  return {
    headline: `${count(value)} of ${count(target)} ${countedBy(metric)}`,
    prospect: prospectOf(milestone, year, zone),
    details: milestone.forecast
      ? forecastDetails(milestone.forecast, due, today)
      : [{ words: `Due ${dayName(due, year)}` }],
  };
}

function prospectOf({ state, forecast, firstReached, due }: MilestoneView, year: string, zone: string): string {
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

/** One verdict: whether it is made, the most likely date, and on what that rests. */
function forecastSentence(forecast: ForecastView, due: string, year: string): string {
  const { p50, daysAheadP50, probabilityByDue, assumptions } = forecast;
  const rests = assumptions.length > 0;
  const date =
    p50 === null
      ? 'no date can be forecast'
      : `most likely ${dayName(p50, year)}, ${against(daysAheadP50 ?? gap(p50, due))}`;
  const verdict = `${verdictOf(probabilityByDue)}: ${date}`;
  return rests ? `${verdict}, if the expansion goes as planned. ${withoutIt(forecast, due, year)}` : `${verdict}.`;
}

function verdictOf(probability: number): string {
  if (probability >= 0.85) return 'Yes';
  if (probability >= 0.5) return 'Probably';
  return probability >= 0.1 ? 'Unlikely' : 'No';
}

function withoutIt({ withoutAssumptions: { p50, daysAheadP50 } }: ForecastView, due: string, year: string): string {
  return p50 === null
    ? 'Without it no date can be forecast.'
    : `Without it: ${dayName(p50, year)}, ${against(daysAheadP50 ?? gap(p50, due))}.`;
}

function atCurrentPace(runRate: string | null, due: string, year: string): string {
  return runRate === null
    ? 'At the current pace it will not be reached'
    : `At the current pace ${dayName(runRate, year)}, ${against(gap(runRate, due))}`;
}

/** Days from a date to the due date; positive is early. */
function gap(date: string, due: string): number {
  return Math.round((Date.parse(due) - Date.parse(date)) / 86_400_000);
}

function against(daysAhead: number): string {
  if (daysAhead === 0) return 'on the due date';
  return `${plural(Math.abs(daysAhead), 'day')} ${daysAhead > 0 ? 'early' : 'late'}`;
}

function forecastDetails(forecast: ForecastView, due: string, today: string): Detail[] {
  const year = today.slice(0, 4);
  const { p10, p85, probabilityByDue, requiredPerDay, pacePerDay, notes } = forecast;
  const details: Detail[] = [{ words: `Due ${dayName(due, year)}` }];
  if (p10 !== null) {
    const late = p85 === null ? undefined : dayName(p85, year);
    details.push({ words: rangeWords(dayName(p10, year), late), cautions: notes });
  }
  details.push({ words: trackRecord(forecast.backtest), ...(p10 === null ? { cautions: notes } : {}) });
  if (due >= today) details.push({ words: `Chance of meeting the due date: ${chance(probabilityByDue)}` });
  if (requiredPerDay !== null)
    details.push({
      words: `Needs ${perDay(requiredPerDay)} a day from now on; the last 28 days had ${perDay(pacePerDay)} a day`,
    });
  details.push({ words: atCurrentPace(forecast.runRate, due, year) });
  return [...details, ...asPlanned(forecast, due, year)];
}

/** P10 to P85, in words; without a late end where that is beyond the forecast's horizon. */
function rangeWords(early: string, late: string | undefined): string {
  return late === undefined
    ? `90\u00A0% likely not before ${early}; no late end can be forecast`
    : `75\u00A0% likely between ${early} and ${late}`;
}

function asPlanned(
  { asPlanned: { p50, daysAheadP50 }, assumptions }: ForecastView,
  due: string,
  year: string,
): Detail[] {
  if (p50 === null || assumptions.length === 0) return [];
  const date = `${dayName(p50, year)}, ${against(daysAheadP50 ?? gap(p50, due))}`;
  return [{ words: `With every step of the expansion on its day and in full: ${date}; plans often slip` }];
}

function trackRecord(backtest: ForecastView['backtest']): string {
  if (backtest === 'untested') return 'No past ranges to compare with yet';
  const { tested, held, expected, months } = backtest;
  const record = `Past ranges, ${plural(months, 'month')} ahead, were right ${plural(held, 'time')} in ${count(tested)}`;
  return `${record} (${count(Math.round(expected))} expected)`;
}
