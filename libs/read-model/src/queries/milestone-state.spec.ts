import { milestoneState, paceWindow, type MilestoneProgress } from './milestone-state.js';

const open: MilestoneProgress = { target: 100, due: '2024-12-31', withdrawn: false, value: 40, onceReached: false };
const at = Date.parse('2024-12-01T00:00:00Z');
const state = (milestone: Partial<MilestoneProgress>, pace = { days: 28, count: 56 }, instant = at) =>
  milestoneState({ ...open, ...milestone }, pace, ['UTC'], instant);

describe("a milestone's state", () => {
  it('is withdrawn, whatever it had reached', () => {
    expect(state({ withdrawn: true, value: 100 })).toEqual({ state: 'withdrawn' });
  });

  it('is reached at its target, and reverted when something took it below again', () => {
    expect(state({ value: 100, onceReached: true })).toEqual({ state: 'reached' });
    expect(state({ value: 99, onceReached: true })).toEqual({ state: 'reverted' });
  });

  it('is missed when the due date has ended in the last zone that counts', () => {
    const late = Date.parse('2025-01-01T00:00:00Z');
    expect(state({}, undefined, late)).toEqual({ state: 'missed' });
    expect(state({}, undefined, late - 1).state).not.toBe('missed');
    expect(milestoneState(open, { days: 28, count: 1 }, ['UTC', 'America/New_York'], late).state).toBe('late');
  });

  it('is on track or late by plain run-rate, and says so', () => {
    // 60 to go in 31 days.
    expect(state({}, { days: 28, count: 56 })).toEqual({ state: 'on-track', basis: 'run-rate' });
    expect(state({}, { days: 28, count: 54 })).toEqual({ state: 'late', basis: 'run-rate' });
    expect(state({}, { days: 28, count: -3 })).toEqual({ state: 'late', basis: 'run-rate' });
  });

  it('makes up no date from fewer than ten days of data', () => {
    expect(state({}, { days: 9, count: 90 })).toEqual({ state: 'insufficient-history' });
    expect(state({}, { days: 10, count: 90 })).toEqual({ state: 'on-track', basis: 'run-rate' });
  });
});

describe('the days that the pace is taken from', () => {
  const instant = Date.parse('2024-07-29T00:00:00+08:00');

  it('are the 28 whole days before today in the zone asked for', () => {
    expect(paceWindow('2024-03-01', 'Asia/Shanghai', instant)).toEqual({
      from: '2024-07-01',
      to: '2024-07-28',
      days: 28,
    });
    expect(paceWindow('2024-03-01', 'UTC', instant)).toEqual({ from: '2024-06-30', to: '2024-07-27', days: 28 });
  });

  it('do not reach back before the first day with data', () => {
    expect(paceWindow('2024-07-19', 'Asia/Shanghai', instant)).toEqual({
      from: '2024-07-19',
      to: '2024-07-28',
      days: 10,
    });
    expect(paceWindow('2024-07-29', 'Asia/Shanghai', instant)).toBeUndefined();
    expect(paceWindow(undefined, 'Asia/Shanghai', instant)).toBeUndefined();
  });
});
