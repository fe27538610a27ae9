import { finish, plannedTime, type DayCounts } from '@plant-ledger/domain';
import type { LineHalts } from '../lines/line-halts.js';
import { haltFreeDays, lostReader, type Making } from './halt-free.js';

const AT = Date.parse('2024-07-20T04:00:00Z');
const line = (from: string, to: string, planned = false): LineHalts => {
  const [startedAt, endedAt] = [Date.parse(from), Date.parse(to)];
  const halts = [{ halt: 'h', eventId: 'h', startedAt, endedAt, reason: 'press', planned }];
  return {
    plant: 'bj-1',
    line: 'a',
    timeZone: 'Asia/Shanghai',
    commissionedAt: 0,
    halts,
    planned: plannedTime(halts),
    rates: [{ from: 0, unitsPerHour: 16 }],
  };
};
const made = (count: number, date = '2024-07-15', plant = 'bj-1'): DayCounts => ({ date, plant, count });
const inputs = (...days: DayCounts[]) => ({ days, capacity: [], at: '2024-07-20', since: '2024-01-01' });

const daysOf = (making: Making) => finish(haltFreeDays(making, lostReader(AT)));

describe('days without their unplanned downtime', () => {
  it('have what was lost on each, by the calendar of the plant', () => {
    const lines = [line('2024-07-16T22:00:00+08:00', '2024-07-17T01:00:00+08:00')];
    const forecast = inputs(made(380));
    expect(daysOf({ forecast, everyModel: forecast, lines })).toEqual([
      made(380),
      made(32, '2024-07-16'),
      made(16, '2024-07-17'),
    ]);
  });

  it('are those that were where downtime was planned, before the window, today, or of a plant that made nothing', () => {
    const forecast = inputs(made(380));
    const daysWith = (halted: LineHalts) => daysOf({ forecast, everyModel: forecast, lines: [halted] });
    const hour = ['T01:00:00+08:00', 'T02:00:00+08:00'] as const;
    expect(daysWith(line(`2024-07-16${hour[0]}`, `2024-07-16${hour[1]}`, true))).toEqual([made(380)]);
    expect(daysWith(line(`2024-06-21${hour[0]}`, `2024-06-21${hour[1]}`))).toEqual([made(380)]);
    expect(daysWith(line(`2024-07-20${hour[0]}`, `2024-07-20${hour[1]}`))).toEqual([made(380)]);
    expect(daysWith({ ...line(`2024-07-16${hour[0]}`, `2024-07-16${hour[1]}`), plant: 'bj-2' })).toEqual([made(380)]);
  });

  it("give a model its share of what the plant made, each plant's its own", () => {
    const lines = [line('2024-07-16T01:00:00+08:00', '2024-07-16T02:00:00+08:00')];
    const forecast = inputs(made(100), made(50, '2024-07-15', 'bj-2'));
    const everyModel = inputs(made(400), made(50, '2024-07-15', 'bj-2'));
    expect(daysOf({ forecast, everyModel, lines }).slice(2)).toEqual([made(4, '2024-07-16')]);
  });
});
