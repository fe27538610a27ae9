import { forecastStanding, settledState, type MilestoneProgress } from './milestone-state.js';

const open: MilestoneProgress = { target: 100, due: '2024-12-31', withdrawn: false, value: 40, onceReached: false };
const at = Date.parse('2024-12-01T00:00:00Z');
const settled = (milestone: Partial<MilestoneProgress>, instant = at, zones = ['UTC']) =>
  settledState({ ...open, ...milestone }, zones, instant);

describe("a milestone's state", () => {
  it('is withdrawn, whatever it had reached', () => {
    expect(settled({ withdrawn: true, value: 100 })).toBe('withdrawn');
  });

  it('is reached at its target, and reverted when something took it below again', () => {
    expect(settled({ value: 100, onceReached: true })).toBe('reached');
    expect(settled({ value: 99, onceReached: true })).toBe('reverted');
  });

  it('is missed when the due date has ended in the last zone that counts', () => {
    const late = Date.parse('2025-01-01T00:00:00Z');
    expect(settled({}, late)).toBe('missed');
    expect(settled({}, late - 1)).toBeUndefined();
    expect(settled({}, late, ['UTC', 'America/New_York'])).toBeUndefined();
  });
});

describe('the state of a milestone that is open', () => {
  const standing = (probabilityByDue: number, bare = probabilityByDue) =>
    forecastStanding({ probabilityByDue, withoutAssumptions: { probabilityByDue: bare } });

  it('is on track with a chance of 85 in 100, late under 10, else at risk', () => {
    for (const [chance, state] of [
      [0.99, 'on-track'],
      [0.85, 'on-track'],
      [0.8499, 'at-risk'],
      [0.1, 'at-risk'],
      [0.0999, 'late'],
      [0, 'late'],
    ] as const)
      expect(standing(chance)).toEqual({ state, restsOnAssumption: false });
  });

  it('says when it would be worse without the capacity that is assumed', () => {
    const rests = (chance: number, bare: number) => standing(chance, bare).restsOnAssumption;
    expect([rests(0.9, 0.5), rests(0.9, 0), rests(0.5, 0.05)]).toEqual([true, true, true]);
    expect([rests(0.5, 0.9), rests(0.05, 0), rests(0.05, 0.9)]).toEqual([false, false, false]);
  });

  it('is not made up without a forecast', () => {
    expect(forecastStanding(undefined)).toEqual({ state: 'insufficient-history' });
  });
});
