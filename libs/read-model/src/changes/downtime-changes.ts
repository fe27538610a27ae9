import type { Change, DowntimeRow } from '@plant-ledger/contract';
import { endOfMonth, lineStream, type Steps, zoneCalendar } from '@plant-ledger/domain';
import { inOrderOf } from '../asking/grouping.js';
import { changedBetween } from '../asking/known-at.js';
import type { Snapshot } from '../asking/snapshot.js';
import { downtimeSteps } from '../downtime/downtime-report.js';
import { HaltRow, Line } from '../lines/lines.entities.js';
import { haltBefore, type LineHalts, readLineHalts } from '../lines/line-halts.js';
import { explanationOf, type Between, type Listed } from './change.js';
import { versionEvents } from './network-changes.js';

/** Changed unplanned downtime of lines and months, in minutes: read at once, and computed in steps, in order. */
export async function downtimeChanges(snapshot: Snapshot, between: Between): Promise<Change[] | Steps<Listed[]>> {
  const { since, until, at } = between;
  // A planned halt changes the unplanned downtime beside it, and so does the time of the line's commissioning.
  const changed = [
    ...(await changedBetween(snapshot, HaltRow, between, (row) => haltBefore(row, at))),
    ...(await changedBetween(snapshot, Line, between, (row) => (row.commissionedAt < at ? [row] : []))),
  ];
  const versionsByLine = Map.groupBy(changed, ({ plant, line }) => lineStream(plant, line));
  const [first] = changed;
  if (!first) return [];
  const only = versionsByLine.size === 1 ? { plant: first.plant, line: first.line } : {};
  const [now, then] = [
    await readLineHalts(snapshot, { ...only, asOf: until, at }),
    await readLineHalts(snapshot, { ...only, asOf: since, at }),
  ];
  return changedMinutes(versionsByLine, { now: byLine(now), then: byLine(then) }, between);
}

type Version = HaltRow | Line;

function* changedMinutes(
  versionsByLine: ReadonlyMap<string, readonly Version[]>,
  { now, then }: Readonly<Record<'now' | 'then', ReadonlyMap<string, LineHalts>>>,
  between: Between,
): Steps<Listed[]> {
  const { at } = between;
  const months = new Map<string, Listed[]>();
  const lines = [...versionsByLine.values()].flatMap(([first]) => first ?? []);
  for (const { plant, line } of lines.toSorted(inOrderOf<Version>('plant', 'line'))) {
    const name = lineStream(plant, line);
    const versions = versionsByLine.get(name) ?? [];
    const known = now.get(name);
    const [before, after] = [yield* minutesByMonth(then.get(name), at), yield* minutesByMonth(known, at)];
    for (const month of new Set([...before.keys(), ...after.keys()])) {
      const [was, is] = [before.get(month) ?? 0, after.get(month) ?? 0];
      if (was === is) continue;
      const change = (): Change => ({
        of: 'downtime',
        figure: 'downtime',
        month,
        plant,
        line,
        before: was,
        after: is,
        events: versionEvents(
          versions.filter((version) => known && isIn(month, version, known.timeZone, at)),
          between,
        ),
        link: explanationOf(between, { figure: 'downtime', from: month, to: month, plant, line }),
      });
      const others = months.get(month);
      if (others) others.push(change);
      else months.set(month, [change]);
      yield;
    }
  }
  return [...months.keys()].sort().flatMap((month) => months.get(month) ?? []);
}

function byLine(lines: readonly LineHalts[]): Map<string, LineHalts> {
  return new Map(lines.map((each) => [lineStream(each.plant, each.line), each]));
}

function* minutesByMonth(line: LineHalts | undefined, at: number): Steps<Map<string, number>> {
  const rows = line ? yield* downtimeSteps([line], {}, ['month'], at) : [];
  return new Map(rows.map(({ month = '', minutes }: DowntimeRow) => [month, minutes]));
}

/** Whether a halt lasted within the month, or the line was commissioned before its end. */
function isIn(month: string, version: Version, timeZone: string, at: number): boolean {
  const calendar = zoneCalendar(timeZone);
  if ('commissionedAt' in version) return version.commissionedAt < endOfMonth(calendar, month);
  const { startedAt, endedAt } = version;
  return startedAt < endOfMonth(calendar, month) && (endedAt ?? at) > calendar.startOfMonth(month);
}
