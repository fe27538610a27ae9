import { plannedTime, type Halt } from '@plant-ledger/domain';
import { lineStatus } from './line-status.js';

const time = (text: string) => Date.parse(`2024-07-${text}:00Z`);

function halt(name: string, from: string, to?: string): Halt {
  return {
    halt: name,
    eventId: `event-${name}`,
    startedAt: time(from),
    endedAt: to === undefined ? undefined : time(to),
    reason: 'drive fault',
    planned: false,
  };
}

const status = (at: string, ...halts: Halt[]) =>
  lineStatus(
    {
      plant: 'bj-1',
      line: 'a',
      timeZone: 'UTC',
      commissionedAt: time('02T00:00'),
      halts,
      planned: plannedTime(halts),
      rates: [
        { from: time('02T00:00'), unitsPerHour: 16 },
        { from: time('10T00:00'), unitsPerHour: 20 },
      ],
    },
    time(at),
  );

describe('how a line stands', () => {
  it('runs since its commissioning, or since the last halt ended, at the rate in force', () => {
    expect(status('03T00:00')).toMatchObject({ state: 'running', since: '2024-07-02T00:00:00.000Z', unitsPerHour: 16 });
    expect(status('11T00:00', halt('one', '03T00:00', '04T00:00'))).toMatchObject({
      state: 'running',
      since: '2024-07-04T00:00:00.000Z',
      unitsPerHour: 20,
      openHalts: [],
    });
  });

  it('is halted since it last ran, whatever causes came and went meanwhile', () => {
    const over = halt('one', '03T00:00', '04T00:00');
    const open = halt('two', '03T12:00');
    expect(status('05T00:00', over, open)).toMatchObject({
      state: 'halted',
      since: '2024-07-03T00:00:00.000Z',
      openHalts: [{ halt: 'two', eventId: 'event-two', startedAt: '2024-07-03T12:00:00.000Z', expectedMinutes: null }],
    });
    expect(status('03T18:00', over, open).openHalts).toHaveLength(2);
  });

  it('is not halted by what happens after the time of asking', () => {
    expect(status('02T12:00', halt('one', '03T00:00', '04T00:00'))).toMatchObject({ state: 'running', openHalts: [] });
    expect(status('03T12:00', halt('one', '03T00:00', '04T00:00'))).toMatchObject({ state: 'halted' });
    expect(status('03T00:00', halt('one', '03T00:00', '04T00:00'))).toMatchObject({ state: 'running' });
    expect(status('04T00:00', halt('one', '03T00:00', '04T00:00'))).toMatchObject({ state: 'halted' });
    expect(status('04T00:01', halt('one', '03T00:00', '04T00:00'))).toMatchObject({ state: 'running' });
  });

  it('is idle before its commissioning', () => {
    expect(status('01T00:00')).toMatchObject({ state: 'idle', since: null });
  });

  it('is idle before its commissioning, and stands still since then at the earliest', () => {
    const early = halt('one', '01T00:00', '03T00:00');
    expect(status('01T12:00', early)).toMatchObject({ state: 'idle', since: null, openHalts: [] });
    expect(status('02T12:00', early)).toMatchObject({ state: 'halted', since: '2024-07-02T00:00:00.000Z' });
    expect(status('02T12:00', halt('one', '01T00:00', '01T12:00'))).toMatchObject({
      state: 'running',
      since: '2024-07-02T00:00:00.000Z',
    });
  });
});
