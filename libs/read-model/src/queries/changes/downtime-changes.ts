import { lineStream, zoneCalendar } from '@plant-ledger/domain';
import type { Snapshot } from '../../database/read-model.js';
import { HaltRow, Line } from '../../entities/index.js';
import { downtimeReport, type DowntimeRow, type LineHalts } from '../downtime-report.js';
import { changedBetween } from '../known-at.js';
import { haltBefore, readLineHalts } from '../line-halts.js';
import { endOfMonth } from '../period.js';
import { explanationOf, type Between, type Change } from './change.js';
import { versionEvents } from './network-changes.js';

/** Unplanned downtime of lines and months, in minutes, that is not what it was. */
export async function downtimeChanges(snapshot: Snapshot, between: Between): Promise<Change[]> {
  const { since, until, at } = between;
  // A planned halt changes what is unplanned beside it, and so does when the line was commissioned.
  const changed = [
    ...(await changedBetween(snapshot, HaltRow, between, (row) => haltBefore(row, at))),
    ...(await changedBetween(snapshot, Line, between, (row) => (row.commissionedAt < at ? [row] : []))),
  ];
  const changes: Change[] = [];
  for (const versions of Map.groupBy(changed, ({ plant, line }) => lineStream(plant, line)).values()) {
    const [first] = versions;
    if (!first) continue;
    const { plant, line } = first;
    const [now] = await readLineHalts(snapshot, { plant, line, asOf: until, at });
    const [then] = await readLineHalts(snapshot, { plant, line, asOf: since, at });
    const [before, after] = [minutesByMonth(then, at), minutesByMonth(now, at)];
    for (const month of new Set([...before.keys(), ...after.keys()])) {
      const [was, is] = [before.get(month) ?? 0, after.get(month) ?? 0];
      if (was === is) continue;
      const within = versions.filter((version) => now && isIn(month, version, now.timeZone, at));
      changes.push({
        of: 'downtime',
        figure: 'downtime',
        month,
        plant,
        line,
        before: was,
        after: is,
        events: versionEvents(within, between),
        link: explanationOf(between, { figure: 'downtime', from: month, to: month, plant, line }),
      });
    }
  }
  return changes;
}

function minutesByMonth(line: LineHalts | undefined, at: number): Map<string, number> {
  const rows = line ? downtimeReport([line], {}, ['month'], at) : [];
  return new Map(rows.map(({ month = '', minutes }: DowntimeRow) => [month, minutes]));
}

/** A halt that stood within the month, or the line's commissioning before its end. */
function isIn(month: string, version: HaltRow | Line, timeZone: string, at: number): boolean {
  const calendar = zoneCalendar(timeZone);
  if ('commissionedAt' in version) return version.commissionedAt < endOfMonth(calendar, month);
  const { startedAt, endedAt } = version;
  return startedAt < endOfMonth(calendar, month) && (endedAt ?? at) > calendar.startOfMonth(month);
}
