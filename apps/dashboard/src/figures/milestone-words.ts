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

function forecastSentence(forecast: ForecastView, due: string, year: string): string {
  const { p50, daysAheadP50, runRate, assumptions } = forecast;
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

/** Days from a date to the due date; positive is early. */
function gap(date: string, due: string): number {
  return Math.round((Date.parse(due) - Date.parse(date)) / 86_400_000);
}

function against(daysAhead: number): string {
  if (daysAhead === 0) return 'on the due date';
  return `${plural(Math.abs(daysAhead), 'day')} ${daysAhead > 0 ? 'ahead' : 'late'}`;
}

function forecastDetails(forecast: ForecastView, due: string, today: string): Detail[] {
  const year = today.slice(0, 4);
  const { p10, p85, probabilityByDue, requiredPerDay, pacePerDay, notes } = forecast;
  const details: Detail[] = [{ words: `Due ${dayName(due, year)}` }];
  if (p10 !== null) {
    const late = p85 === null ? undefined : dayName(p85, year);
    details.push({ words: rangeWords(dayName(p10, year), late), cautions: notes });
  }
  details.push({ words: backtestWords(forecast.backtest), ...(p10 === null ? { cautions: notes } : {}) });
  if (due >= today) details.push({ words: `Chance to make the due date: ${chance(probabilityByDue)}` });
  if (requiredPerDay !== null)
    details.push({
      words: `Needs ${perDay(requiredPerDay)} a day from now on; the last 28 days had ${perDay(pacePerDay)} a day`,
    });
  return [...details, ...withoutCapacity(forecast, due, year)];
}

/** P10 to P85, in words; without a late end where that is beyond the forecast's horizon. */
function rangeWords(early: string, late: string | undefined): string {
  const [range, end] =
    late === undefined
      ? [`Range from ${early} on`, 'its late end is beyond what can be foreseen']
      : [`Range ${early} to ${late}`, '15 in 100 that it is later'];
  return `${range}: 1 chance in 10 that it is earlier, ${end} (P10 to P85)`;
}

function withoutCapacity({ withoutAssumptions, assumptions }: ForecastView, due: string, year: string): Detail[] {
  if (!withoutAssumptions.p50 || assumptions.length === 0) return [];
  const { p50, daysAheadP50 } = withoutAssumptions;
  const date = `${dayName(p50, year)}, ${against(daysAheadP50 ?? gap(p50, due))}`;
  return [
    {
      words:
        `Without the assumed capacity: median date ${date}, by the same reckoning with the drift of past weeks; ` +
        'today’s pace carries the last 28 days’ mean on in a straight line',
    },
  ];
}

function backtestWords(backtest: ForecastView['backtest']): string {
  if (backtest === 'untested') return 'How often such ranges held before is untested';
  const { tested, held } = backtest;
  return `Over this ledger’s own past such ranges held ${count(held)} of ${plural(tested, 'time')}`;
}
