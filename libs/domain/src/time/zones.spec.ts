import fc from 'fast-check';
import moment, { type MomentZone } from 'moment-timezone';
import { addDays, addMonths, isSameZone } from './calendar.js';
import { zoneCalendar } from './zones.js';

/** The local date as the platform's own formatter gives it: another way to the same answer. */
const formatters = new Map<string, Intl.DateTimeFormat>();
function localDate(timeZone: string, instant: number): string {
  let formatter = formatters.get(timeZone);
  if (!formatter) {
    formatter = new Intl.DateTimeFormat('en-CA', {
      timeZone,
      calendar: 'iso8601',
      year: 'numeric',
      month: '2-digit',
      day: '2-digit',
    });
    formatters.set(timeZone, formatter);
  }
  return formatter.format(instant);
}

describe('the first and the last millisecond of a month', () => {
  it.each([
    ['Asia/Shanghai', '2024-03', '2024-02-29T16:00:00Z', '2024-03-31T16:00:00Z'],
    ['Asia/Kolkata', '2024-02', '2024-01-31T18:30:00Z', '2024-02-29T18:30:00Z'],
    ['Europe/Berlin', '2024-03', '2024-02-29T23:00:00Z', '2024-03-31T22:00:00Z'], // clocks go forward on the 31st
    ['Europe/Berlin', '2024-10', '2024-09-30T22:00:00Z', '2024-10-31T23:00:00Z'], // and back on the 27th
    ['America/Sao_Paulo', '2018-11', '2018-11-01T03:00:00Z', '2018-12-01T02:00:00Z'],
    ['America/Asuncion', '2017-10', '2017-10-01T04:00:00Z', '2017-11-01T03:00:00Z'], // begins at 01:00, midnight was skipped
    ['Pacific/Apia', '2011-12', '2011-12-01T10:00:00Z', '2011-12-31T10:00:00Z'], // without a 30th
    ['Pacific/Kiritimati', '2024-01', '2023-12-31T10:00:00Z', '2024-01-31T10:00:00Z'],
    ['Etc/GMT+12', '2024-12', '2024-12-01T12:00:00Z', '2025-01-01T12:00:00Z'],
    ['Australia/Lord_Howe', '2024-04', '2024-03-31T13:00:00Z', '2024-04-30T13:30:00Z'], // back by half an hour on the 7th
    ['UTC', '2023-12', '2023-12-01T00:00:00Z', '2024-01-01T00:00:00Z'],
  ])('in %s, %s', (timeZone, month, from, to) => {
    const calendar = zoneCalendar(timeZone);
    const [first, next] = [Date.parse(from), Date.parse(to)];
    expect(calendar.startOfMonth(month)).toBe(first);
    expect([first - 1, first, next - 1, next].map((instant) => calendar.monthOf(instant) === month)).toEqual([
      false,
      true,
      true,
      false,
    ]);
    for (const instant of [first - 1, first, next - 1, next]) {
      expect(calendar.dateOf(instant)).toBe(localDate(timeZone, instant));
      expect(calendar.monthOf(instant)).toBe(localDate(timeZone, instant).slice(0, 7));
    }
  });
});

describe('a day', () => {
  it.each([
    ['America/Sao_Paulo', '2018-11-04', '2018-11-04T03:00:00Z', 23], // begins at 01:00
    ['America/Sao_Paulo', '2018-02-17', '2018-02-17T02:00:00Z', 25], // its last hour is told twice
    ['Europe/Berlin', '2024-03-31', '2024-03-30T23:00:00Z', 23],
    ['Europe/Berlin', '2024-10-27', '2024-10-26T22:00:00Z', 25],
    ['Asia/Shanghai', '2024-07-16', '2024-07-15T16:00:00Z', 24],
    ['Pacific/Apia', '2011-12-29', '2011-12-29T10:00:00Z', 24],
    ['Pacific/Apia', '2011-12-31', '2011-12-30T10:00:00Z', 24],
    ['America/Boa_Vista', '2000-10-08', '2000-10-08T04:00:00Z', 23], // daylight saving for one week
    ['America/Boa_Vista', '2000-10-14', '2000-10-14T03:00:00Z', 25],
    ['America/Recife', '2000-10-08', '2000-10-08T03:00:00Z', 23],
  ])('in %s, %s begins at %s and has %d hours', (timeZone, date, from, hours) => {
    const calendar = zoneCalendar(timeZone);
    const [first, next] = [Date.parse(from), Date.parse(from) + hours * 3_600_000];
    expect(calendar.startOfDate(date)).toBe(first);
    expect([first - 1, first, next - 1, next].map((instant) => calendar.dateOf(instant) === date)).toEqual([
      false,
      true,
      true,
      false,
    ]);
  });

  it('that Apia skipped holds no instant', () => {
    const calendar = zoneCalendar('Pacific/Apia');
    for (let at = Date.parse('2011-12-29T00:00:00Z'); at < Date.parse('2012-01-02T00:00:00Z'); at += 600_000) {
      expect(calendar.dateOf(at)).not.toBe('2011-12-30');
      expect(calendar.dateOf(at)).toBe(localDate('Pacific/Apia', at));
    }
  });
});

describe('any instant in any time zone', () => {
  const zones = Intl.supportedValuesOf('timeZone');
  const instant = fc.integer({ min: Date.UTC(2000, 0), max: Date.UTC(2040, 0) });
  const nearMidnight = fc
    .record({
      day: fc.integer({ min: 10_957, max: 25_567 }),
      off: fc.integer({ min: -60_000, max: 60_000 }),
      quarter: fc.integer({ min: -48, max: 56 }),
    })
    .map(({ day, off, quarter }) => day * 86_400_000 - quarter * 900_000 + off);

  it('falls on the date and in the month that Intl.DateTimeFormat gives', () => {
    fc.assert(
      fc.property(fc.constantFrom(...zones), fc.oneof(instant, nearMidnight), (timeZone, at) => {
        const calendar = zoneCalendar(timeZone);
        expect([calendar.dateOf(at), calendar.monthOf(at)]).toEqual([
          localDate(timeZone, at),
          localDate(timeZone, at).slice(0, 7),
        ]);
      }),
      { numRuns: 3000 },
    );
  });

  it('is not before its date and month first come, and before the next last', () => {
    fc.assert(
      fc.property(fc.constantFrom(...zones), fc.oneof(instant, nearMidnight), (timeZone, at) => {
        const calendar = zoneCalendar(timeZone);
        const [date, month] = [calendar.dateOf(at), calendar.monthOf(at)];
        expect(calendar.firstOfDate(date)).toBeLessThanOrEqual(at);
        expect(calendar.startOfDate(addDays(date, 1))).toBeGreaterThan(at);
        expect(calendar.firstOfDate(`${month}-01`)).toBeLessThanOrEqual(at);
        expect(calendar.startOfMonth(addMonths(month, 1))).toBeGreaterThan(at);
      }),
      { numRuns: 1000 },
    );
  });
});

describe('where clocks go back over midnight', () => {
  const { dateOf, monthOf, firstOfDate, startOfDate, startOfMonth } = zoneCalendar('America/St_Johns');
  const at = (time: string) => Date.parse(`2009-11-01T${time}Z`);

  it('the day before comes again: 2009-11-01T02:45Z is 31 October at St John’s, where 00:01 became 23:01', () => {
    expect(
      ['02:29:59.999', '02:30:00', '02:30:59.999', '02:31:00', '02:45:00', '03:29:59.999', '03:30:00'].map((time) =>
        dateOf(at(time)),
      ),
    ).toEqual(['2009-10-31', '2009-11-01', '2009-11-01', '2009-10-31', '2009-10-31', '2009-10-31', '2009-11-01']);
    expect(monthOf(at('02:45:00'))).toBe('2009-10');
    expect(monthOf(at('02:30:00'))).toBe('2009-11');
  });

  it('a day, and a month, lasts from the midnight behind which none before it comes', () => {
    expect(firstOfDate('2009-11-01')).toBe(at('02:30:00'));
    expect(startOfDate('2009-11-01')).toBe(at('03:30:00'));
    expect(startOfMonth('2009-11')).toBe(at('03:30:00'));
  });
});

describe('every change of clocks since 2000, in every zone', () => {
  /** Another implementation, with its own copy of the zone database. */
  const otherDate = (zone: MomentZone, instant: number) =>
    new Date(instant - zone.utcOffset(instant) * 60_000).toISOString().slice(0, 10);
  const [since, until] = [Date.UTC(2000, 0), Date.UTC(2026, 0)];
  const HOUR = 3_600_000;

  /** The day around a change, and what is near its midnights by the clocks before and after it. */
  const instantsAround = (zone: MomentZone, change: number): number[] => {
    const midnights = [change - 1, change].flatMap((at) => {
      const offset = zone.utcOffset(at) * 60_000;
      const local = Math.floor((change - offset) / (24 * HOUR)) * 24 * HOUR;
      return [0, 1].map((days) => local + days * 24 * HOUR + offset);
    });
    const hours = Array.from({ length: 9 }, (_, index) => change + (index - 4) * 6.5 * HOUR);
    return [...hours, ...[change, ...midnights].flatMap((at) => [at - 60_000, at - 1, at, at + 60_000])];
  };

  const zones = Intl.supportedValuesOf('timeZone').flatMap((name) => moment.tz.zone(name) ?? []);

  it('gives the dates that moment-timezone gives', () => {
    expect(zones.length).toBeGreaterThan(400);
    let changes = 0;
    for (const zone of zones) {
      const calendar = zoneCalendar(zone.name);
      for (const change of zone.untils.filter((at) => at >= since && at < until)) {
        changes += 1;
        for (const at of instantsAround(zone, change)) {
          const date = otherDate(zone, at);
          const [ours, month] = [calendar.dateOf(at), calendar.monthOf(at)];
          if (ours !== date || month !== date.slice(0, 7))
            throw new Error(`${zone.name} ${new Date(at).toISOString()}: ${ours} ${month}, not ${date}`);
        }
      }
    }
    expect(changes).toBeGreaterThan(6_000);
  }, 120_000);
});

describe('a zone by another name', () => {
  it.each([
    ['Europe/Kyiv', 'Europe/Kiev'],
    ['Asia/Calcutta', 'Asia/Kolkata'],
    ['asia/SHANGHAI', 'Asia/Shanghai'],
    ['PRC', 'Asia/Shanghai'],
    ['Etc/UTC', 'UTC'],
    ['Pacific/Pohnpei', 'Pacific/Ponape'],
  ])('%s is %s', (one, other) => {
    expect(isSameZone(one, other)).toBe(true);
  });

  it.each([
    ['Europe/Berlin', 'Europe/Vienna'],
    ['Asia/Shanghai', 'Asia/Singapore'],
    ['Europe/Oslo', 'Europe/Berlin'],
  ])('%s is not %s, whatever the clocks there show', (one, other) => {
    expect(isSameZone(one, other)).toBe(false);
  });
});

it('a time zone nobody knows is refused', () => {
  expect(() => zoneCalendar('Mars/Olympus').monthOf(0)).toThrow(RangeError);
});
