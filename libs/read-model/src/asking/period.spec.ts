import type { PeriodEnd } from '@plant-ledger/contract';
import { zoneCalendar } from '@plant-ledger/domain';
import { isBackwards, spanIn } from './period.js';

const month = (name: string): PeriodEnd => ({ kind: 'month', month: name });
const date = (name: string): PeriodEnd => ({ kind: 'date', date: name });
const instant = (time: string): PeriodEnd => ({ kind: 'instant', instant: Date.parse(time) });

describe('a period', () => {
  it('holds its last month and its last date as a whole, in the zone it is read in', () => {
    const zone = zoneCalendar('America/New_York');
    expect(spanIn({ from: month('2024-03'), to: month('2024-03') }, zone)).toEqual({
      from: Date.parse('2024-03-01T05:00:00Z'),
      to: Date.parse('2024-04-01T04:00:00Z'),
    });
    expect(spanIn({ from: date('2024-03-10'), to: date('2024-03-10') }, zone)).toEqual({
      from: Date.parse('2024-03-10T05:00:00Z'),
      to: Date.parse('2024-03-11T04:00:00Z'),
    });
  });

  it('begins and ends at instants as they are, and is without bounds where none is named', () => {
    expect(spanIn({ to: instant('2024-03-01T00:00:00Z') }, zoneCalendar('UTC'))).toEqual({
      from: -Infinity,
      to: Date.parse('2024-03-01T00:00:00Z'),
    });
  });

  it.each<[PeriodEnd, PeriodEnd, boolean]>([
    [month('2024-03'), month('2024-03'), false],
    [month('2024-03'), month('2024-02'), true],
    [date('2024-03-02'), date('2024-03-01'), true],
    [date('2024-03-31'), month('2024-03'), false],
    [instant('2024-03-01T00:00:00Z'), instant('2024-03-01T00:00:00Z'), false],
    [instant('2024-03-01T00:00:00.001Z'), instant('2024-03-01T00:00:00Z'), true],
    // The month is not over before the 1st, noon UTC, everywhere.
    [instant('2024-04-01T11:00:00Z'), month('2024-03'), false],
    [instant('2024-04-03T00:00:00Z'), month('2024-03'), true],
  ])('from %j to %j is backwards: %s', (from, to, backwards) => {
    expect(isBackwards({ from, to })).toBe(backwards);
  });
});
