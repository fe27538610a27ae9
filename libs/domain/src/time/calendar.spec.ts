import { addDays, addMonths, daysInMonth, formatMonth, isCalendarDate, isMonth, isTimeZone } from './calendar.js';

describe('the calendar', () => {
  it('knows months and dates that are', () => {
    expect(['2024-01', '2024-12', '2000-06'].every(isMonth)).toBe(true);
    expect(['2024-00', '2024-13', '2024-1', '24-01', '2024-01-01', ''].some(isMonth)).toBe(false);
    expect(['2024-02-29', '2000-02-29', '2024-12-31'].every(isCalendarDate)).toBe(true);
    expect(
      ['2023-02-29', '1900-02-29', '2024-04-31', '2024-01-00', '2024-01-32', '2024-1-1', ''].some(isCalendarDate),
    ).toBe(false);
    expect([1, 2, 4, 12].map((month) => daysInMonth(2024, month))).toEqual([31, 29, 30, 31]);
  });

  it('goes from month to month and from date to date', () => {
    expect([
      addMonths('2024-11', 2),
      addMonths('2024-01', -1),
      addMonths('2024-07', 0),
      addMonths('2024-07', -31),
    ]).toEqual(['2025-01', '2023-12', '2024-07', '2021-12']);
    expect([addDays('2024-02-28', 1), addDays('2024-03-01', -1), addDays('2023-12-31', 1)]).toEqual([
      '2024-02-29',
      '2024-02-29',
      '2024-01-01',
    ]);
    expect(formatMonth(33, 4)).toBe('0033-04');
  });

  it('knows time zones by their names, not by offsets', () => {
    expect(
      ['UTC', 'Asia/Shanghai', 'Etc/GMT+12', 'America/Argentina/Buenos_Aires', 'Europe/Berlin'].every(isTimeZone),
    ).toBe(true);
    expect(['+08:00', '-03:00', '', 'Mars/Olympus', 'Asia/Shanghai\n', 'x'.repeat(65)].some(isTimeZone)).toBe(false);
  });
});
