import { monthProgress } from './month-progress.js';
import { targetState, targetStatus } from './target-status.js';

const running = { ended: false, elapsed: 0.5 };
const ended = { ended: true, elapsed: 1 };

describe("a month's target", () => {
  it('is met at the target, in a running month too', () => {
    expect(targetState(100, 100, running)).toBe('met');
    expect(targetState(100, 100, ended)).toBe('met');
  });

  it('is missed below it once the month has ended', () => {
    expect(targetState(99, 100, ended)).toBe('missed');
  });

  it('is on track in a running month at its share of the time elapsed, and at risk below that', () => {
    expect(targetState(50, 100, running)).toBe('on-track');
    expect(targetState(49, 100, running)).toBe('at-risk');
  });

  it('states attainment as a share of the target in force, and none of a target of 0', () => {
    const target = { month: '2024-07', metric: 'delivered', first: 9, current: 3 } as const;
    expect(targetStatus(target, 2, running)).toMatchObject({ first: 9, current: 3, value: 2, attainment: 0.6667 });
    expect(targetStatus({ ...target, current: 0 }, 2, running)).toMatchObject({ attainment: null, state: 'met' });
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
