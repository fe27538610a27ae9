import fc from 'fast-check';
import { hour } from '../testing/facts.js';
import { lengthOf, downtimeWithin as measured, plannedTime, union, type Span } from './downtime.js';
import type { Halt, Rate } from './halts.js';

const HOUR = 3_600_000;
const halt = (from: number, to?: number, planned = false): Halt => ({
  halt: `h-${from}`,
  eventId: `e-${from}`,
  startedAt: hour(from),
  endedAt: to === undefined ? undefined : hour(to),
  reason: 'robot',
  planned,
});
const rates: readonly Rate[] = [{ from: hour(0), unitsPerHour: 16 }];
const span = (from: number, to: number): Span => ({ from: hour(from), to: hour(to) });
const later = hour(1000);
const downtimeWithin = (halts: readonly Halt[], rates: readonly Rate[], within: Span, at: number, since = -1000) =>
  measured(halts, { rates, planned: plannedTime(halts), commissionedAt: hour(since) }, within, at);

describe('downtime', () => {
  it('of halts that overlap is the length of their union', () => {
    const down = downtimeWithin([halt(1, 5), halt(3, 7), halt(4, 5), halt(10, 11)], rates, span(0, 100), later);
    expect(down).toMatchObject({
      unplanned: 7 * HOUR,
      all: 7 * HOUR,
      planned: 0,
      unplannedHalts: 4,
      lostUnits: 7 * 16,
    });
  });

  it('is clipped to the period: a halt across its end is split, and counts where it began', () => {
    const halts = [halt(-5, 3), halt(8, 14)];
    expect(downtimeWithin(halts, rates, span(0, 10), later)).toMatchObject({ unplanned: 5 * HOUR, unplannedHalts: 1 });
    expect(downtimeWithin(halts, rates, span(10, 20), later)).toMatchObject({ unplanned: 4 * HOUR, unplannedHalts: 0 });
  });

  it('of an open halt lasts until the time of asking, and none is seen before it began', () => {
    expect(downtimeWithin([halt(5)], rates, span(0, 100), hour(8))).toMatchObject({ unplanned: 3 * HOUR, repaired: 0 });
    expect(downtimeWithin([halt(5)], rates, span(0, 100), hour(4))).toMatchObject({ unplanned: 0, unplannedHalts: 0 });
    expect(downtimeWithin([halt(5, 9)], rates, span(0, 100), hour(8))).toMatchObject({
      unplanned: 3 * HOUR,
      repaired: 0,
    });
  });

  it('that was planned is shown apart, and never counted as unplanned too, nor as lost units', () => {
    // Unplanned from 20 to 22, planned from 21 to 23.
    expect(downtimeWithin([halt(20, 22), halt(21, 23, true)], rates, span(0, 100), later)).toMatchObject({
      planned: 2 * HOUR,
      unplanned: HOUR,
      all: 3 * HOUR,
      plannedHalts: 1,
      unplannedHalts: 1,
      lostUnits: 16,
      repaired: 1,
      repairTime: HOUR,
    });
    const split = downtimeWithin([halt(1, 9), halt(2, 3, true), halt(5, 6, true), halt(20)], rates, span(0, 30), later);
    expect([split.unplanned, split.repairTime]).toEqual([16 * HOUR, 6 * HOUR]);
    expect(downtimeWithin([halt(1, 9), halt(5, undefined, true)], rates, span(0, 100), later)).toMatchObject({
      unplanned: 4 * HOUR,
      repairTime: 4 * HOUR,
    });
    expect(downtimeWithin([halt(1, 5, true)], rates, span(0, 100), later).lostUnits).toBe(0);
  });

  it('loses units at the rate in force at each moment', () => {
    const changing = [...rates, { from: hour(4), unitsPerHour: 20 }, { from: hour(90), unitsPerHour: 99 }];
    expect(downtimeWithin([halt(2, 5)], changing, span(0, 100), later).lostUnits).toBe(2 * 16 + 20);
  });

  it('counts a repair where it ended, at its whole length but for planned time', () => {
    const halts = [halt(-5, 3), halt(8, 14), halt(9, 9.5, true)];
    expect(downtimeWithin(halts, rates, span(0, 10), later)).toMatchObject({ repaired: 1, repairTime: 8 * HOUR });
    expect(downtimeWithin(halts, rates, span(10, 20), later)).toMatchObject({ repaired: 1, repairTime: 5.5 * HOUR });
  });

  it('of the reference stop of 24 hours at 16 units an hour loses 384', () => {
    expect(downtimeWithin([halt(0, 24)], rates, span(-100, 100), later).lostUnits).toBe(384);
  });

  it('is none before the line was commissioned: a stop from before begins then', () => {
    const halts = [halt(1, 3), halt(4, 8), halt(5, 9, true), halt(12)];
    expect(downtimeWithin(halts, rates, span(0, 10), hour(20), 7)).toMatchObject({
      unplanned: 0,
      planned: 2 * HOUR,
      unplannedHalts: 1,
      repaired: 1,
      repairTime: 0,
    });
    expect(downtimeWithin([halt(4, 8)], rates, span(0, 10), hour(20), 7)).toMatchObject({
      unplanned: HOUR,
      lostUnits: 16,
      unplannedHalts: 1,
      repairTime: HOUR,
    });
    const none = measured([halt(4, 8)], { rates, planned: [], commissionedAt: undefined }, span(0, 10), later);
    expect(Object.values(none).every((value) => value === 0)).toBe(true);
  });

  it('is none without halts', () => {
    expect(Object.values(downtimeWithin([], [], span(0, 10), later)).every((value) => value === 0)).toBe(true);
  });
});

describe('any halts', () => {
  const anyHalt = fc
    .record({ from: fc.nat(100), length: fc.option(fc.nat(40), { nil: undefined }), planned: fc.boolean() })
    .map(({ from, length, planned }) => halt(from, length === undefined ? undefined : from + length, planned));
  const given = fc.record({
    halts: fc.array(anyHalt, { maxLength: 8 }),
    from: fc.nat(100),
    length: fc.nat(60),
    cut: fc.nat(60),
    at: fc.nat(160),
    since: fc.nat(40),
  });

  it('give the downtime that counting hour by hour gives, and never more than the period', () => {
    fc.assert(
      fc.property(given, ({ halts, from, length, at, since }) => {
        const down = downtimeWithin(halts, rates, span(from, from + length), hour(at), since);
        const hours = Array.from({ length }, (_none, index) => hour(from + index)).filter(
          (start) => start < hour(at) && start >= hour(since),
        );
        const stands = (start: number, which: (one: Halt) => boolean) =>
          halts.some((one) => which(one) && one.startedAt <= start && start < (one.endedAt ?? Infinity));
        const isPlanned = ({ planned }: Halt) => planned;
        const counted = (which: (start: number) => boolean) => hours.filter(which).length * HOUR;
        expect(down.unplanned).toBe(
          counted((start) => stands(start, (one) => !one.planned) && !stands(start, isPlanned)),
        );
        expect(down.planned).toBe(counted((start) => stands(start, isPlanned)));
        expect(down.all).toBe(counted((start) => stands(start, () => true)));
        expect(down.all).toBe(down.unplanned + down.planned);
        expect(down.all).toBeLessThanOrEqual(length * HOUR);
        expect(down.lostUnits).toBeCloseTo((down.unplanned / HOUR) * 16, 6);
      }),
      { numRuns: 1000 },
    );
  });

  it('give the same in one period and in its two parts', () => {
    fc.assert(
      fc.property(given, ({ halts, from, length, cut, at, since }) => {
        const middle = from + Math.min(cut, length);
        const whole = downtimeWithin(halts, rates, span(from, from + length), hour(at), since);
        const parts = [span(from, middle), span(middle, from + length)].map((part) =>
          downtimeWithin(halts, rates, part, hour(at), since),
        );
        for (const figure of [
          'unplanned',
          'planned',
          'all',
          'unplannedHalts',
          'plannedHalts',
          'repaired',
          'repairTime',
        ] as const)
          expect(parts.reduce((sum, part) => sum + part[figure], 0)).toBe(whole[figure]);
      }),
      { numRuns: 1000 },
    );
  });
});

it('a union merges spans that touch, in order of time, and leaves its input alone', () => {
  const spans = [span(5, 6), span(1, 2), span(2, 3)];
  expect(union(spans)).toEqual([span(1, 3), span(5, 6)]);
  expect(spans).toEqual([span(5, 6), span(1, 2), span(2, 3)]);
  expect(lengthOf(union(spans))).toBe(3 * HOUR);
});
