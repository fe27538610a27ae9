import { zoneCalendar } from '@plant-ledger/domain';
import fc from 'fast-check';
import { dayLookup } from './day-lookup.js';

const ZONES = [
  'UTC',
  'Asia/Shanghai',
  'Europe/Berlin',
  'America/Mexico_City',
  'Asia/Kathmandu',
  'Australia/Lord_Howe',
  'Pacific/Apia', // skipped 30 December 2011
  'America/Santiago', // changes its clocks at midnight
  'Pacific/Kiritimati',
  'Etc/GMT+12',
];

test('a date looked up is the date of the zone calendar, and its month is the calendar month', () => {
  const from = Date.parse('2000-01-01T00:00:00Z');
  const to = Date.parse('2035-01-01T00:00:00Z');
  fc.assert(
    fc.property(fc.constantFrom(...ZONES), fc.integer({ min: from, max: to }), (timeZone, instant) => {
      const calendar = zoneCalendar(timeZone);
      const day = { date: calendar.dateOf(instant), month: calendar.monthOf(instant) };
      expect(dayLookup(timeZone)(instant)).toEqual(day);
    }),
    { numRuns: 3_000 },
  );
});

test('the date changes with the last millisecond of a day, on the days on which clocks change too', () => {
  for (const timeZone of ZONES) {
    const calendar = zoneCalendar(timeZone);
    for (const date of [
      '2011-12-29',
      '2011-12-31',
      '2024-03-31',
      '2024-04-01',
      '2024-09-08',
      '2024-10-27',
      '2025-01-01',
    ]) {
      const start = calendar.startOfDate(date);
      expect(dayLookup(timeZone)(start).date).toBe(date);
      expect(dayLookup(timeZone)(start - 1).date < date).toBe(true);
    }
  }
});

test.each([
  ['America/St_Johns', '2009-10-31T00:00:00Z'],
  ['Antarctica/Casey', '2010-03-04T00:00:00Z'],
])('the day that comes again where clocks go back over midnight is looked up as such: %s, %s', (timeZone, from) => {
  const { dateOf } = zoneCalendar(timeZone);
  const minutes = Array.from({ length: 3 * 1440 }, (_, minute) => Date.parse(from) + minute * 60_000);
  const dates = minutes.map(dateOf);
  expect(minutes.map((instant) => dayLookup(timeZone)(instant).date)).toEqual(dates);
  expect(dates).not.toEqual(dates.toSorted());
});
