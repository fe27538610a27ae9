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
  const due = '2024-12-31';
  const dates = (p50: string | null, p85: string | null) => ({ p50, p85 });
  const early = dates('2024-12-01', '2024-12-31');
  const tight = dates('2024-12-31', '2025-01-01');
  const late = dates('2025-01-01', '2025-02-01');
  const never = dates(null, null);

  it('is on track with P85 by the due date, at risk with P50 only, else late', () => {
    for (const [forecast, state] of [
      [early, 'on-track'],
      [tight, 'at-risk'],
      [dates('2024-12-31', null), 'at-risk'],
      [late, 'late'],
      [never, 'late'],
    ] as const)
      expect(forecastStanding({ ...forecast, withoutAssumptions: forecast }, due)).toEqual({
        state,
        restsOnAssumption: false,
      });
  });

  it('says when it would be worse without the capacity that is assumed', () => {
    const rests = (forecast: typeof early, withoutAssumptions: typeof early) =>
      forecastStanding({ ...forecast, withoutAssumptions }, due).restsOnAssumption;
    expect([rests(early, tight), rests(early, never), rests(tight, late)]).toEqual([true, true, true]);
    expect([rests(tight, early), rests(late, never), rests(late, early)]).toEqual([false, false, false]);
  });

  it('is not made up without a forecast', () => {
    expect(forecastStanding(undefined, due)).toEqual({ state: 'insufficient-history' });
  });
});
