import { zoneCalendar } from '@plant-ledger/domain';
import type { Snapshot } from '../../database/read-model.js';
import { HaltRow } from '../../entities/index.js';
import { downtimeReport, type DowntimeRow, type LineHalts } from '../downtime-report.js';
import { changedBetween } from '../known-at.js';
import { haltBefore, readLineHalts } from '../line-halts.js';
import { endOfMonth } from '../period.js';
import { explanationOf, type Between, type Change } from './change.js';
import { versionEvents } from './network-changes.js';

/** Unplanned downtime of lines and months, in minutes, that is not what it was. */
export async function downtimeChanges(snapshot: Snapshot, between: Between): Promise<Change[]> {
  const { since, until, at } = between;
  const changed = (await changedBetween(snapshot, HaltRow, between, (row) => haltBefore(row, at))).filter(
    ({ planned }) => !planned,
  );
  const changes: Change[] = [];
  for (const halts of Map.groupBy(changed, ({ plant, line }) => `${plant}.${line}`).values()) {
    const [first] = halts;
    if (!first) continue;
    const { plant, line } = first;
    const [now] = await readLineHalts(snapshot, { plant, line, asOf: until, at });
    const [then] = await readLineHalts(snapshot, { plant, line, asOf: since, at });
    const [before, after] = [minutesByMonth(then, at), minutesByMonth(now, at)];
    for (const month of new Set([...before.keys(), ...after.keys()])) {
      const [was, is] = [before.get(month) ?? 0, after.get(month) ?? 0];
      if (was === is) continue;
      const within = halts.filter((halt) => now && isIn(month, halt, now.timeZone, at));
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

function isIn(month: string, { startedAt, endedAt }: HaltRow, timeZone: string, at: number): boolean {
  const calendar = zoneCalendar(timeZone);
  return startedAt < endOfMonth(calendar, month) && (endedAt ?? at) > calendar.startOfMonth(month);
}
