import { addDays, dateIn, dayName, lastDay, momentIn, monthName, monthTick, timeIn, wallStamp } from './dates.js';

describe('dates as a person reads them', () => {
  it('leave out the year of the asking', () => {
    expect(dayName('2024-11-03', '2024')).toBe('3 November');
    expect(dayName('2025-01-17', '2024')).toBe('17 January 2025');
    expect(monthName('2024-07')).toBe('July 2024');
    expect([monthTick('2024-12'), monthTick('2025-01')]).toEqual(['Dec', 'Jan 2025']);
  });

  it('know the length of a month, and step over its end', () => {
    expect([lastDay('2024-02'), lastDay('2023-02'), lastDay('2024-12')]).toEqual([
      '2024-02-29',
      '2023-02-28',
      '2024-12-31',
    ]);
    expect(addDays('2024-02-28', 2)).toBe('2024-03-01');
  });

  it('are told in the ledger’s zone, whatever the machine’s', () => {
    expect(dateIn('Asia/Shanghai', '2024-06-30T16:00:00.000Z')).toBe('2024-07-01');
    expect(timeIn('Asia/Shanghai', '2024-06-30T16:05:00.000Z')).toBe('00:05');
    expect(momentIn('America/New_York', '2024-07-01T03:59:59.999Z')).toBe('30 June 2024, 23:59');
    expect(wallStamp('Asia/Shanghai', '2024-07-16T02:00:00.000Z')).toBe(Date.UTC(2024, 6, 16, 10));
  });
});
