import type { DowntimeRestatement } from '@plant-ledger/contract';
import { endOfMonth, type Span, zoneCalendar } from '@plant-ledger/domain';
import type { Position } from '@plant-ledger/event-store';
import { changedBetween } from '../asking/known-at.js';
import type { Snapshot } from '../asking/snapshot.js';
import { HaltRow, Line, LineRate } from '../lines/lines.entities.js';
import { haltBefore } from '../lines/line-halts.js';
import { readPlaces } from '../places/zones.js';
import type { MonthDowntime } from './month-figures.js';
import { paired, type Since } from './publication.js';

type Downtime = DowntimeRestatement['current'];

type RestatingEvent = DowntimeRestatement['events'][number];

const NO_DOWNTIME: Downtime = { minutes: 0, plannedMinutes: 0, halts: 0, lostUnitsEstimate: 0 };

/** The downtime of every line that differs from what was published. */
export async function downtimeRestatements(
  snapshot: Snapshot,
  { month, published: from, known, at }: Since,
  published: readonly MonthDowntime[],
  current: readonly MonthDowntime[],
): Promise<DowntimeRestatement[]> {
  const changed = paired(published, current, ({ plant, line }) => ({ plant, line })).flatMap(({ key, before, now }) => {
    const [was, is] = [downtimeOf(before), downtimeOf(now)];
    const difference = differenceOf(is, was);
    const same = Object.values(difference).every((change) => change === 0);
    return same ? [] : [{ ...key, published: was, current: is, difference }];
  });
  if (changed.length === 0) return [];
  const { reportingZone, plantZones } = await readPlaces(snapshot);
  const monthIn = (plant: string): Span => {
    const calendar = zoneCalendar(plantZones.get(plant) ?? reportingZone);
    return { from: calendar.startOfMonth(month), to: endOfMonth(calendar, month) };
  };
  const halts = (
    await changedBetween(snapshot, HaltRow, { since: from, until: known }, (row) => haltBefore(row, at))
  ).filter(({ plant, startedAt, endedAt }) => {
    const span = monthIn(plant);
    return startedAt < span.to && (endedAt ?? Infinity) > span.from;
  });
  const rates = (await changedBetween(snapshot, LineRate, { since: from, until: known })).filter(
    ({ plant, effectiveAt }) => effectiveAt < monthIn(plant).to,
  );
  const commissionings = await changedBetween(snapshot, Line, { since: from, until: known });
  const versions = [
    ...halts.map((row) => versionOf(row, 'halt')),
    ...rates.map((row) => versionOf(row, 'rate')),
    ...commissionings.map((row) => versionOf(row, 'commissioning')),
  ];
  return changed.map((restated) => {
    const own = versions.filter(({ plant, line }) => plant === restated.plant && line === restated.line);
    return { ...restated, events: eventsOf(own, from, known) };
  });
}

type Version = Pick<Line, 'plant' | 'line' | 'eventId' | 'fromPosition' | 'toPosition'> & Pick<RestatingEvent, 'what'>;

function versionOf(
  { plant, line, eventId, fromPosition, toPosition }: HaltRow | Line | LineRate,
  what: Version['what'],
): Version {
  return { plant, line, eventId, fromPosition, toPosition, what };
}

/** One version ends where the next begins: each position once, in the order of the log. */
function eventsOf(versions: readonly Version[], from: Position, known: Position): readonly RestatingEvent[] {
  const events = new Map<string, RestatingEvent>();
  for (const { eventId, fromPosition, toPosition, what } of versions)
    for (const position of [fromPosition, toPosition])
      if (position !== null && BigInt(position) > from && BigInt(position) <= known)
        events.set(`${position} ${eventId}`, { position, eventId, what });
  return [...events.values()].toSorted((a, b) => (BigInt(a.position) < BigInt(b.position) ? -1 : 1));
}

function downtimeOf(row: MonthDowntime | undefined): Downtime {
  if (!row) return NO_DOWNTIME;
  const { minutes, plannedMinutes, halts, lostUnitsEstimate } = row;
  return { minutes, plannedMinutes, halts, lostUnitsEstimate };
}

function differenceOf(is: Downtime, was: Downtime): Downtime {
  return {
    minutes: toTheMillisecond(is.minutes - was.minutes),
    plannedMinutes: toTheMillisecond(is.plannedMinutes - was.plannedMinutes),
    halts: is.halts - was.halts,
    lostUnitsEstimate: Math.round((is.lostUnitsEstimate - was.lostUnitsEstimate) * 10) / 10,
  };
}

/** Rounds minutes, which are sums and differences of milliseconds, to remove floating-point noise. */
function toTheMillisecond(minutes: number): number {
  return Math.round(minutes * 60_000) / 60_000;
}
