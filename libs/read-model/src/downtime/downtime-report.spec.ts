import type { DowntimeGroup, DowntimeRow, Period } from '@plant-ledger/contract';
import { plannedTime, type Halt } from '@plant-ledger/domain';
import type { LineHalts } from '../lines/line-halts.js';
import { downtimeReport } from './downtime-report.js';

const at = Date.parse('2024-08-10T00:00:00+08:00');
const local = (time: string) => Date.parse(`2024-${time}:00+08:00`);

function halt(from: string, to: string | undefined, reason = 'drive fault', planned = false): Halt {
  return {
    halt: `${reason}-${from}`,
    eventId: from,
    startedAt: local(from),
    endedAt: to === undefined ? undefined : local(to),
    reason,
    planned,
  };
}

function line(name: string, ...halts: Halt[]): LineHalts {
  return {
    plant: 'bj-1',
    line: name,
    timeZone: 'Asia/Shanghai',
    commissionedAt: local('07-01T00:00'),
    halts,
    planned: plannedTime(halts),
    rates: [{ from: local('07-01T00:00'), unitsPerHour: 16 }],
  };
}

const report = (lines: LineHalts[], groupBy: DowntimeGroup[], period: Period = {}): DowntimeRow[] =>
  downtimeReport(lines, period, groupBy, at);
const month = (name: string) => ({ kind: 'month' as const, month: name });

describe('downtime', () => {
  it("splits a halt across a month's end at the plant's own midnight", () => {
    const rows = report([line('a', halt('07-31T22:00', '08-01T01:00'))], ['month']);
    expect(rows.map(({ month, minutes, halts }) => ({ month, minutes, halts }))).toEqual([
      { month: '2024-07', minutes: 120, halts: 1 },
      { month: '2024-08', minutes: 60, halts: 1 },
    ]);
  });

  it('counts two causes at once only once, but in full for each reason', () => {
    const lines = [line('a', halt('07-02T00:00', '07-02T03:00', 'drive'), halt('07-02T02:00', '07-02T04:00', 'paint'))];
    expect(report(lines, []).map(({ minutes, halts }) => [minutes, halts])).toEqual([[240, 2]]);
    expect(report(lines, ['reason']).map(({ reason, minutes }) => [reason, minutes])).toEqual([
      ['drive', 180],
      ['paint', 120],
    ]);
  });

  it("adds up each line's own downtime when lines are taken together", () => {
    const lines = [line('a', halt('07-02T00:00', '07-02T03:00')), line('b', halt('07-02T00:00', '07-02T03:00'))];
    expect(report(lines, ['plant'])).toMatchObject([{ plant: 'bj-1', minutes: 360, halts: 2 }]);
    expect(report(lines, ['line'])).toMatchObject([
      { line: 'a', minutes: 180 },
      { line: 'b', minutes: 180 },
    ]);
  });

  it('shows planned halts apart and never as lost units', () => {
    const lines = [line('a', halt('07-02T00:00', '07-02T03:00', 'service', true), halt('07-03T00:00', '07-03T00:30'))];
    expect(report(lines, ['month'])).toMatchObject([
      { minutes: 30, plannedMinutes: 180, halts: 1, lostUnitsEstimate: 8 },
    ]);
  });

  it('never counts planned time as unplanned too, whatever reasons are told apart', () => {
    const lines = [
      line(
        'a',
        halt('07-02T20:00', '07-02T22:00', 'drive'),
        halt('07-02T21:00', '07-02T23:00', 'service', true),
        halt('07-02T21:30', '07-02T22:30', 'power'),
      ),
    ];
    expect(report(lines, [])).toMatchObject([
      { minutes: 60, plannedMinutes: 120, halts: 2, lostUnitsEstimate: 16, mttrMinutes: 30 },
    ]);
    expect(report(lines, ['reason']).map(({ reason, minutes, mttrMinutes }) => [reason, minutes, mttrMinutes])).toEqual(
      [
        ['drive', 60, 60],
        ['service', 0, null],
        ['power', 0, 0],
      ],
    );
  });

  it('has nothing standing still before its line was commissioned', () => {
    const lines = [line('a', halt('06-30T10:00', '06-30T12:00'), halt('06-30T22:00', '07-01T01:00'))];
    expect(report(lines, ['month'])).toMatchObject([
      { month: '2024-07', minutes: 60, halts: 1, lostUnitsEstimate: 16, mttrMinutes: 60 },
    ]);
    expect(report([{ ...line('a', halt('07-02T00:00', undefined)), commissionedAt: undefined }], [])).toEqual([]);
  });

  it('estimates the lost units at the rate in force then, to a tenth', () => {
    const changed = {
      ...line('a', halt('07-02T00:00', '07-02T02:00')),
      rates: [
        { from: local('07-01T00:00'), unitsPerHour: 16 },
        { from: local('07-02T01:00'), unitsPerHour: 20.04 },
      ],
    };
    expect(report([changed], [])).toMatchObject([{ lostUnitsEstimate: 36 }]);
  });

  it('lets an open halt last until the time of asking', () => {
    expect(report([line('a', halt('08-09T12:00', undefined))], [])).toMatchObject([
      { minutes: 720, mttrMinutes: null },
    ]);
  });

  it('clips to the period asked for: whole months and dates in the zone of the plant, instants as they are', () => {
    const lines = [line('a', halt('07-15T12:00', '07-17T12:00'))];
    const minutes = (period: Period) => report(lines, [], period).map((row) => row.minutes);
    expect(minutes({ from: month('2024-07'), to: month('2024-07') })).toEqual([2880]);
    expect(minutes({ from: { kind: 'date', date: '2024-07-16' }, to: { kind: 'date', date: '2024-07-16' } })).toEqual([
      1440,
    ]);
    expect(minutes({ from: { kind: 'instant', instant: local('07-17T11:00') } })).toEqual([60]);
    expect(minutes({ from: month('2024-08') })).toEqual([]);
  });

  it('gives the mean time to repair and the running time between halts, of lines that never stood still too', () => {
    const stopped = line('a', halt('07-02T00:00', '07-02T01:00'), halt('07-03T00:00', '07-03T03:00'));
    const july = { from: month('2024-07'), to: month('2024-07') };
    const hours = 31 * 24;
    expect(report([stopped], ['line'], july)).toMatchObject([
      { mttrMinutes: 120, mtbfMinutes: ((hours - 4) / 2) * 60 },
    ]);
    expect(report([stopped, line('b')], ['month', 'plant'], july)).toMatchObject([
      { mttrMinutes: 120, mtbfMinutes: ((2 * hours - 4) / 2) * 60 },
    ]);
  });

  it('counts no running time before a line was commissioned, and no halt without length', () => {
    const lines = [line('a', halt('07-02T00:00', '07-02T00:00'), halt('07-01T10:00', '07-01T11:00'))];
    const years = { from: month('2020-01'), to: month('2024-07') };
    expect(report(lines, [], years)).toMatchObject([{ halts: 1, mtbfMinutes: (31 * 24 - 1) * 60 }]);
  });

  it('puts the reason that took the most time first in each month', () => {
    const lines = [
      line(
        'a',
        halt('07-02T00:00', '07-02T01:00', 'a-short'),
        halt('07-03T00:00', '07-03T03:00', 'z-long'),
        halt('08-02T00:00', '08-02T02:00', 'a-short'),
      ),
    ];
    expect(report(lines, ['month', 'reason']).map(({ month, reason }) => `${month} ${reason}`)).toEqual([
      '2024-07 z-long',
      '2024-07 a-short',
      '2024-08 a-short',
    ]);
  });
});
