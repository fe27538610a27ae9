import type * as Is from '@plant-ledger/contract';
import { may } from '../access/me.js';
import { ask, PENDING, type Answered } from './ask.js';
import { dateIn } from '../words/dates.js';
import type { Moment } from './moment.js';

/** What the page shows as words and numbers. */
export interface Figures {
  readonly milestones: Answered<Is.Milestones>;
  readonly months: Answered<Is.MonthlyTotals>;
  readonly lines: Answered<Is.Lines>;
  readonly network: Answered<Is.Network>;
  readonly stock: Answered<Is.StockOnHand>;
  readonly sources: Answered<Is.Sources>;
}

/** What only charts, and lists further down, need. */
export interface Series {
  readonly days: Answered<Is.DailyTotals>;
  readonly stops: Answered<Is.DowntimeExplanation>;
  /** Of the running month. */
  readonly reasons: Answered<Is.DowntimeAnswer>;
  /** The sites behind the shown milestone; undefined where it counts vehicles. */
  readonly sites: Answered<Is.NetworkExplanation> | undefined;
  readonly quarantine: Answered<Is.Quarantine>;
}

/** Everything the page shows, as of one moment. */
export interface Reading {
  readonly moment: Moment;
  readonly figures: Figures;
  /** Undefined until it is loaded. */
  readonly series?: Series | undefined;
  readonly changes?: Answered<Is.Changes> | undefined;
  readonly opened?: string | undefined;
}

const OPEN = ['waiting', 'rejected'] as const;

export type When = Pick<Moment, 'asOf' | 'at' | 'minPosition'>;

/** How long the first load waits for the forecasts, milliseconds: the other figures are there much earlier. */
const PATIENCE = 400;

/** Reads the figures; `early` is called with those that are there while the forecasts take their time. */
export async function readFigures(
  { asOf, at, minPosition }: When,
  early?: (figures: Figures) => void,
): Promise<Figures> {
  const then = { asOf, minPosition };
  const forecasting = ask<Is.Milestones>('/v1/milestones', { ...then, at });
  const [months, lines, network, stock, sources] = await Promise.all([
    ask<Is.MonthlyTotals>('/v1/monthly-totals', { ...then, at }),
    ask<Is.Lines>('/v1/lines', { ...then, at }),
    ask<Is.Network>('/v1/network', { ...then, at }),
    ask<Is.StockOnHand>('/v1/stock', then),
    ask<Is.Sources>('/v1/sources', { at, minPosition }),
  ]);
  const others = { months, lines, network, stock, sources };
  if (early) {
    const milestones = await Promise.race([
      forecasting,
      new Promise<undefined>((resolve) => setTimeout(resolve, PATIENCE)),
    ]);
    if (!milestones) early({ ...others, milestones: PENDING });
  }
  return { ...others, milestones: await forecasting };
}

/** `metric`: of the milestone that is shown. */
export async function readSeries({ asOf, at, minPosition, now, zone }: Moment, metric?: string): Promise<Series> {
  const then = { asOf, minPosition };
  const month = dateIn(zone, now).slice(0, 7);
  const ofSites = metric !== undefined && metric !== 'delivered' && metric !== 'produced';
  const [days, stops, reasons, sites, waiting, rejected] = await Promise.all([
    ask<Is.DailyTotals>('/v1/daily-totals', { ...then, at }),
    ask<Is.DowntimeExplanation>('/v1/explain', { ...then, at, figure: 'downtime', limit: '1000' }),
    ask<Is.DowntimeAnswer>('/v1/downtime', { ...then, at, from: month, to: month, groupBy: 'reason' }),
    ofSites ? ask<Is.NetworkExplanation>('/v1/explain', { ...then, at, figure: metric, limit: '1000' }) : undefined,
    ...(may('quarantine:read') ? OPEN : []).map((state) =>
      ask<Is.Quarantine>('/v1/quarantine', { state, limit: '50', minPosition }),
    ),
  ]);
  return { days, stops, reasons, sites, quarantine: together(waiting, rejected) };
}

/** The figures that differ from those at `since`, at most a fixed number. */
export function readChanges({ asOf, at, minPosition }: When, since: string): Promise<Answered<Is.Changes>> {
  return ask<Is.Changes>('/v1/changes', { asOf, at, minPosition, since, limit: '60' });
}

function together(
  one: Answered<Is.Quarantine> | undefined,
  other: Answered<Is.Quarantine> | undefined,
): Answered<Is.Quarantine> {
  if (!one?.ok) return one ?? { ok: false, missing: true, detail: '' };
  if (!other?.ok) return other ?? one;
  const entries = [...one.value.entries, ...other.value.entries];
  return { ok: true, value: { ...one.value, entries, next: one.value.next ?? other.value.next } };
}

/** The position of the figures; answers may differ while events come in, so the lowest. */
export function positionOf({ milestones, months, lines, network }: Figures): string | undefined {
  return [milestones, months, lines, network]
    .flatMap((answered) => (answered.ok ? [answered.value.position] : []))
    .toSorted((a, b) => (BigInt(a) < BigInt(b) ? -1 : 1))[0];
}
