import type { MonthEnd } from '@plant-ledger/domain';
import { monthProgress } from '../months/month-progress.js';
import { targetState, targetStatus } from './target-status.js';

const running = { ended: false, elapsed: 0.5 };
const ended = { ended: true, elapsed: 1 };
const stateOf = (...asked: Parameters<typeof targetState>) => targetState(...asked).state;

describe("a month's target", () => {
  it('is met at the target, in a running month too, whatever is projected', () => {
    expect(stateOf(100, 100, running, 0.1)).toBe('met');
    expect(stateOf(100, 100, ended, undefined)).toBe('met');
  });

  it('is missed below it once the month has ended, and not before', () => {
    expect(stateOf(99, 100, ended, undefined)).toBe('missed');
    expect(stateOf(0, 100, { ended: false, elapsed: 0.99 }, 0)).toBe('late');
  });

  it('is on track in a running month while 85 in 100 of the projected ends reach it, and late with fewer than 10', () => {
    expect(targetState(1, 100, running, 0.85)).toEqual({ state: 'on-track' });
    expect(targetState(99, 100, running, 0.8499)).toEqual({ state: 'at-risk' });
    expect(targetState(99, 100, running, 0.1)).toEqual({ state: 'at-risk' });
    expect(targetState(99, 100, running, 0.0999)).toEqual({ state: 'late' });
  });

  it('without a projection is on track at its share of the time elapsed, and says what that rests on', () => {
    expect(targetState(50, 100, running, undefined)).toEqual({ state: 'on-track', basis: 'elapsed-time' });
    expect(targetState(49, 100, running, undefined)).toEqual({ state: 'at-risk', basis: 'elapsed-time' });
    expect(stateOf(0, 100, { ended: false, elapsed: 0 }, undefined)).toBe('on-track');
  });

  it('states attainment as a share of the target in force and of the first one, and none of a target of 0', () => {
    const target = { month: '2024-07', metric: 'delivered', first: 9, current: 3 } as const;
    expect(targetStatus(target, 2, running)).toEqual({
      metric: 'delivered',
      first: 9,
      current: 3,
      value: 2,
      attainment: 0.6667,
      attainmentFirst: 0.2222,
      state: 'on-track',
      basis: 'elapsed-time',
      projected: null,
      haltBudgetMinutes: null,
      daysOfStock: null,
    });
    expect(targetStatus({ ...target, current: 0 }, 2, running)).toMatchObject({ attainment: null, state: 'met' });
  });

  it('shows where a running month is likely to end, and the share of those ends that reach the target', () => {
    const projection: MonthEnd = {
      p10: 90,
      p50: 100,
      p85: 108,
      size: 0,
      probability: (count) => (count > 97 ? 0.6 : 0.9),
    };
    const outlook = { projection, haltBudgetMinutes: 30, daysOfStock: null };
    const target = { month: '2024-07', metric: 'produced', plant: 'bj-1', first: 97, current: 98 } as const;
    const status = targetStatus(target, 50, running, outlook);
    expect(status).toMatchObject({ plant: 'bj-1', state: 'at-risk', haltBudgetMinutes: 30 });
    expect(status.projected).toEqual({ p10: 90, p50: 100, p85: 108, probability: 0.6 });
    expect(status).not.toHaveProperty('basis');
  });
});

describe('the progress of a month', () => {
  it('ends at midnight of its zone, to the millisecond', () => {
    const end = Date.parse('2024-08-01T00:00:00+08:00');
    expect(monthProgress('2024-07', ['Asia/Shanghai'], end - 1).ended).toBe(false);
    expect(monthProgress('2024-07', ['Asia/Shanghai'], end)).toEqual({ ended: true, elapsed: 1 });
  });

  it('has ended only when it has in every zone whose facts count in it', () => {
    const zones = ['Asia/Shanghai', 'America/New_York'];
    expect(monthProgress('2024-07', zones, Date.parse('2024-08-01T00:00:00Z')).ended).toBe(false);
    expect(monthProgress('2024-07', zones, Date.parse('2024-08-01T04:00:00Z')).ended).toBe(true);
  });

  it('never ends when it is the last that can be written', () => {
    expect(monthProgress('9999-12', ['UTC'], Date.UTC(2199, 0))).toEqual({ ended: false, elapsed: 0 });
  });

  it('has not begun before its first zone has', () => {
    expect(monthProgress('2024-07', ['UTC'], Date.parse('2024-06-15T00:00:00Z'))).toEqual({ ended: false, elapsed: 0 });
    expect(monthProgress('2024-07', ['UTC'], Date.parse('2024-07-16T12:00:00Z')).elapsed).toBe(0.5);
  });
});
