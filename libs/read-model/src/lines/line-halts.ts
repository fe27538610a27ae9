import type { LineScope, Moment } from '@plant-ledger/contract';
import { lineStream, plannedTime, type Halt, type LineTimes, type Rate } from '@plant-ledger/domain';
import { inOrderOf } from '../asking/grouping.js';
import { knownAt } from '../asking/known-at.js';
import type { Snapshot } from '../asking/snapshot.js';
import { readPlaces } from '../places/zones.js';
import { HaltRow, Line, LineRate } from './lines.entities.js';

/** A line's halts and rates as they were known; months are in the plant's `timeZone`. */
export interface LineHalts extends LineTimes {
  readonly plant: string;
  readonly line: string;
  readonly timeZone: string;
  readonly halts: readonly Halt[];
}

/**
 * Every line with its halts and rates as they were known, by plant and line; including a line whose commissioning was
 * voided or is still to come.
 */
export async function readLineHalts(
  snapshot: Snapshot,
  { plant, line, asOf, at }: LineScope & Moment,
): Promise<LineHalts[]> {
  const filter = { plant, line };
  const { reportingZone, plantZones } = await readPlaces(snapshot, asOf);
  const known = await knownAt(snapshot, Line, filter, asOf);
  const halts = (await knownAt(snapshot, HaltRow, filter, asOf))
    .flatMap((row) => haltBefore(row, at))
    .toSorted(byStart);
  const rates = await knownAt(snapshot, LineRate, filter, asOf);
  const commissioned = new Map(known.map((row) => [nameOf(row), row.commissionedAt]));
  const haltsByLine = Map.groupBy(halts, nameOf);
  const ratesByLine = Map.groupBy(rates, nameOf);
  const names = new Map(
    [...known, ...halts, ...rates].map((row) => [nameOf(row), { plant: row.plant, line: row.line }]),
  );
  return [...names]
    .map(([name, place]): LineHalts => {
      const own = (haltsByLine.get(name) ?? []).map(asHalt);
      return {
        ...place,
        commissionedAt: commissioned.get(name),
        timeZone: plantZones.get(place.plant) ?? reportingZone,
        halts: own,
        planned: plannedTime(own),
        rates: ratesBefore(asRates(ratesByLine.get(name) ?? []), at),
      };
    })
    .toSorted(inOrderOf<LineHalts>('plant', 'line'));
}

function nameOf({ plant, line }: { readonly plant: string; readonly line: string }): string {
  return lineStream(plant, line);
}

/** A halt as it was before an instant: none if it has not begun, or open if it ends later. */
export function haltBefore(row: Pick<HaltRow, keyof HaltRow>, at: number): HaltRow[] {
  if (row.startedAt >= at) return [];
  return [row.endedAt === null || row.endedAt < at ? row : { ...row, endedAt: null, endedBy: null }];
}

function byStart(a: HaltRow, b: HaltRow): number {
  return a.startedAt - b.startedAt || (a.eventId < b.eventId ? -1 : 1);
}

function asHalt(row: HaltRow): Halt {
  const { halt, eventId, startedAt, reason, planned } = row;
  return {
    halt,
    eventId,
    startedAt,
    reason,
    planned,
    endedBy: row.endedBy ?? undefined,
    endedAt: row.endedAt ?? undefined,
    expectedMinutes: row.expectedMinutes ?? undefined,
  };
}

/** In order of time; of two from one instant the later recorded comes last, and is valid. */
function asRates(rows: readonly LineRate[]): Rate[] {
  return rows
    .toSorted((a, b) => a.effectiveAt - b.effectiveAt || (BigInt(a.position) < BigInt(b.position) ? -1 : 1))
    .map(({ effectiveAt, unitsPerHour }) => ({ from: effectiveAt, unitsPerHour }));
}

/** Those in effect before an instant; for a line without one so far, the first one. */
function ratesBefore(rates: readonly Rate[], at: number): readonly Rate[] {
  return rates.filter(({ from }, index) => index === 0 || from < at);
}
