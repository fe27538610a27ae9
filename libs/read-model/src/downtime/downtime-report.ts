import { DOWNTIME_GROUPS, type DowntimeGroup, type DowntimeRow, type Period } from '@plant-ledger/contract';
import {
  addMonths,
  compareNames,
  downtimeWithin,
  finish,
  zoneCalendar,
  type Downtime,
  type Halt,
  type Span,
  type Steps,
} from '@plant-ledger/domain';
import { spanIn } from '../asking/period.js';
import type { LineHalts } from '../lines/line-halts.js';

type Keys = Pick<DowntimeRow, DowntimeGroup>;

interface Stretch {
  readonly line: LineHalts;
  readonly month: string | undefined;
  readonly span: Span;
  /** Halts that last for some time within the span. */
  readonly halts: readonly Halt[];
}

const MINUTE = 60_000;

/**
 * Downtime within a period, clipped to it and to `at` (an open halt lasts until then), by any of month, plant, line and
 * reason. Only groups with a halt have a row; by month, then most time lost first when grouped by reason.
 */
export function downtimeReport(
  lines: readonly LineHalts[],
  period: Period,
  groupBy: readonly DowntimeGroup[],
  at: number,
): DowntimeRow[] {
  return finish(downtimeSteps(lines, period, groupBy, at));
}

/** The same in steps, since many lines, open halts and years take time. */
export function* downtimeSteps(
  lines: readonly LineHalts[],
  period: Period,
  groupBy: readonly DowntimeGroup[],
  at: number,
): Steps<DowntimeRow[]> {
  const stretches = groupBy.includes('month')
    ? yield* byMonth(lines, period, at)
    : lines.map((line) => stretch(line, undefined, askedOf(line, period, at), line.halts));
  const keysOf = ({ month, line }: Stretch): Keys => ({
    month,
    plant: groupBy.includes('plant') ? line.plant : undefined,
    line: groupBy.includes('line') ? line.line : undefined,
  });
  const ofReason = groupBy.includes('reason') ? ({ halts }: Stretch) => ({ reason: halts[0]?.reason }) : () => ({});
  const rows: DowntimeRow[] = [];
  for (const { keys, members } of yield* grouped(stretches, keysOf)) {
    let running = 0;
    for (const member of members) {
      running += runningTime(member);
      yield;
    }
    const parts = members.flatMap((member) => (groupBy.includes('reason') ? byReason(member) : [member]));
    const stood = parts.filter(({ halts }) => halts.length > 0);
    for (const group of yield* grouped(stood, ofReason))
      rows.push(yield* rowOf({ ...keys, ...group.keys }, group.members, running));
  }
  return rows.toSorted(groupBy.includes('reason') ? byTimeLost : byKeys);
}

function* grouped(
  stretches: readonly Stretch[],
  keysOf: (stretch: Stretch) => Keys,
): Steps<{ readonly keys: Keys; readonly members: Stretch[] }[]> {
  const groups = new Map<string, { readonly keys: Keys; readonly members: Stretch[] }>();
  for (const member of stretches) {
    const keys = keysOf(member);
    const name = JSON.stringify(keys);
    const group = groups.get(name);
    if (group) group.members.push(member);
    else groups.set(name, { keys, members: [member] });
    yield;
  }
  return [...groups.values()];
}

/** From its commissioning on: before it there is neither running time nor downtime. */
function askedOf({ timeZone, commissionedAt = Infinity }: LineHalts, period: Period, at: number): Span {
  const { from, to } = spanIn(period, zoneCalendar(timeZone));
  return { from: Math.max(from, commissionedAt), to: Math.min(to, at) };
}

function stretch(line: LineHalts, month: string | undefined, span: Span, halts: readonly Halt[]): Stretch {
  const within = halts.filter(({ startedAt, endedAt = Infinity }) => {
    return Math.max(startedAt, span.from) < Math.min(endedAt, span.to);
  });
  return { line, month, span, halts: within };
}

function byReason({ halts, ...rest }: Stretch): Stretch[] {
  return [...Map.groupBy(halts, ({ reason }) => reason).values()].map((alike) => ({ ...rest, halts: alike }));
}

/** Every line in every month in which one of them had a halt, each month in the zone of the line's plant. */
function* byMonth(lines: readonly LineHalts[], period: Period, at: number): Steps<Stretch[]> {
  const perLine: Map<string, Halt[]>[] = [];
  const months = new Set<string>();
  for (const line of lines) {
    const halts = yield* haltsByMonth(line, askedOf(line, period, at));
    perLine.push(halts);
    for (const month of halts.keys()) months.add(month);
  }
  const stretches: Stretch[] = [];
  for (const [index, line] of lines.entries()) {
    const calendar = zoneCalendar(line.timeZone);
    const asked = askedOf(line, period, at);
    for (const month of months) {
      const span = {
        from: Math.max(asked.from, calendar.startOfMonth(month)),
        to: Math.min(asked.to, calendar.startOfMonth(addMonths(month, 1))),
      };
      stretches.push(stretch(line, month, span, perLine[index]?.get(month) ?? []));
      yield;
    }
  }
  return stretches;
}

function* haltsByMonth(line: LineHalts, asked: Span): Steps<Map<string, Halt[]>> {
  const calendar = zoneCalendar(line.timeZone);
  const months = new Map<string, Halt[]>();
  for (const halt of stretch(line, undefined, asked, line.halts).halts) {
    const last = calendar.monthOf(Math.min(halt.endedAt ?? Infinity, asked.to) - 1);
    for (
      let month = calendar.monthOf(Math.max(halt.startedAt, asked.from));
      month <= last;
      month = addMonths(month, 1)
    ) {
      const halts = months.get(month);
      if (halts) halts.push(halt);
      else months.set(month, [halt]);
    }
    yield;
  }
  return months;
}

/** Time without a halt; milliseconds. */
function runningTime({ line, halts, span }: Stretch): number {
  if (span.from >= span.to) return 0;
  return span.to - span.from - downtimeWithin(halts, line, span, span.to).all;
}

function* rowOf(keys: Keys, members: readonly Stretch[], running: number): Steps<DowntimeRow> {
  const downtimes: Downtime[] = [];
  for (const { line, halts, span } of members) {
    downtimes.push(downtimeWithin(halts, line, span, span.to));
    yield;
  }
  const sum = (value: (downtime: Downtime) => number) => downtimes.reduce((total, each) => total + value(each), 0);
  const repaired = sum((each) => each.repaired);
  const began = sum((each) => each.unplannedHalts);
  return {
    ...keys,
    minutes: sum((each) => each.unplanned) / MINUTE,
    plannedMinutes: sum((each) => each.planned) / MINUTE,
    halts: members.flatMap(({ halts }) => halts).filter(({ planned }) => !planned).length,
    lostUnitsEstimate: Math.round(sum((each) => each.lostUnits) * 10) / 10,
    mttrMinutes: repaired > 0 ? sum((each) => each.repairTime) / repaired / MINUTE : null,
    mtbfMinutes: began > 0 ? running / began / MINUTE : null,
  };
}

function byKeys(a: DowntimeRow, b: DowntimeRow): number {
  for (const group of DOWNTIME_GROUPS) {
    const [one, other] = [a[group] ?? '', b[group] ?? ''];
    if (one !== other) return compareNames(one, other);
  }
  return 0;
}

function byTimeLost(a: DowntimeRow, b: DowntimeRow): number {
  const [one, other] = [a.month ?? '', b.month ?? ''];
  if (one !== other) return one < other ? -1 : 1;
  return b.minutes - a.minutes || b.plannedMinutes - a.plannedMinutes || byKeys(a, b);
}
