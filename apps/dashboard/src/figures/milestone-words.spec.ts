import type { ForecastView, MilestoneView } from '@plant-ledger/contract';
import { milestoneWords } from './milestone-words.js';

const forecast: ForecastView = {
  p10: '2024-10-30',
  p50: '2024-11-03',
  p85: '2024-11-07',
  runRate: '2025-01-24',
  daysAheadP50: 58,
  daysAheadP85: 54,
  spreadDays: 8,
  probabilityByDue: 1,
  requiredPerDay: 383.3,
  pacePerDay: 346.4,
  withoutAssumptions: { p50: '2025-01-22', p85: '2025-01-26', daysAheadP50: -22 },
  path: [],
  method: 'pace-bootstrap-1',
  seed: 's',
  paths: 10_000,
  window: { from: '2024-07-01', to: '2024-07-28', days: 28 },
  weeklyDrift: 0,
  assumptions: [
    {
      type: 'PlantCapacityChanged',
      plant: 'bj-1',
      unitsPerMonth: 16_000,
      effectiveFrom: '2024-08-01',
      note: null,
      eventId: 'e',
      position: '1',
      recordedAt: '2024-07-01T00:00:00.000Z',
    },
  ],
  backtest: 'untested',
  notes: [],
};
const milestone: MilestoneView = {
  id: 'deliveries-100k',
  title: '100,000 vehicles delivered',
  metric: 'delivered',
  target: 100_000,
  due: '2024-12-31',
  value: 40_200,
  remaining: 59_800,
  progress: 0.402,
  progressOfFirst: 0.402,
  state: 'on-track',
  firstReached: null,
  forecast,
  revisions: [],
  nextRevisions: null,
};
const words = (changes: Partial<MilestoneView> = {}) =>
  milestoneWords({ ...milestone, ...changes }, '2024-07-29T04:00:00.000Z', 'Asia/Shanghai');
const details = (changes?: Partial<MilestoneView>) => words(changes).details.map(({ words: text }) => text);

describe('a milestone in plain words', () => {
  it('says how much, when, and what it rests on', () => {
    expect(words().headline).toBe('40,200 of 100,000 delivered');
    expect(words().prospect).toBe(
      'Median date 3 November, 58 days ahead, if the expansion delivers; at today’s pace 24 January 2025, 24 days late.',
    );
    expect(details()).toContainEqual(
      expect.stringContaining('Without the assumed capacity: median date 22 January 2025, 22 days late'),
    );
    expect(details()).toContainEqual(expect.stringContaining('Range 30 October to 7 November: 1 chance in 10'));
  });

  it('is never certain, and warns beside the range where such ranges have not held', () => {
    const note = 'Such ranges held in 2 of 9 past cases: take this one as too narrow.';
    const narrow = { ...forecast, notes: [note], backtest: { tested: 9, held: 2, share: 0.2222, note: '' } };
    const range = words({ forecast: narrow }).details.find(({ words: text }) => text.startsWith('Range'));
    expect(range?.cautions).toEqual([note]);
    expect(details({ forecast: narrow })).toContain('Over this ledger’s own past such ranges held 2 of 9 times');
    expect(details()).toContain('Chance to make the due date: over 99\u00A0%');
    expect(details({ forecast: { ...forecast, probabilityByDue: 0 } })).toContain(
      'Chance to make the due date: under 1\u00A0%',
    );
    expect(details()).toContain('How often such ranges held before is untested');
  });

  it('warns also where the range has no end, or no beginning', () => {
    const cautions = (changes: Partial<ForecastView>) =>
      words({ forecast: { ...forecast, notes: ['careful'], ...changes } }).details.flatMap(
        (each) => each.cautions ?? [],
      );
    expect(cautions({ p85: null })).toEqual(['careful']);
    expect(cautions({ p10: null, p85: null })).toEqual(['careful']);
    expect(details({ forecast: { ...forecast, p85: null } }).join()).toContain('Range from 30 October on');
  });

  it('gives small paces the digits they need', () => {
    const small = { ...forecast, requiredPerDay: 0.848, pacePerDay: 0.393 };
    expect(details({ forecast: small })).toContain('Needs 0.85 a day from now on; the last 28 days had 0.39 a day');
    expect(details()).toContain('Needs 383 a day from now on; the last 28 days had 346 a day');
  });

  it('gives no chance to a date that is past', () => {
    expect(details({ due: '2024-07-28', state: 'missed' }).join()).not.toContain('Chance');
    expect(details({ due: '2024-07-29' }).join()).toContain('Chance');
  });

  it('makes no condition where nothing is assumed', () => {
    const bare = { forecast: { ...forecast, assumptions: [] } };
    expect(words(bare).prospect).not.toContain('if the expansion');
    expect(details(bare).join()).not.toContain('Without');
  });

  it('makes up no date', () => {
    expect(words({ forecast: null, state: 'insufficient-history' }).prospect).toContain('too little for a date');
    expect(words({ forecast: { ...forecast, p50: null, daysAheadP50: null, runRate: null } }).prospect).toBe(
      'No date within what can be foreseen, if the expansion delivers; at today’s pace never.',
    );
  });

  it('says when it was reached, and when it is no longer', () => {
    const occurredAt = '2024-07-01T16:00:00.000Z';
    const firstReached = { occurredAt, recordedAt: occurredAt, position: '1', eventId: 'e' };
    expect(words({ state: 'reached', forecast: null, firstReached }).prospect).toBe(
      'Reached on 2 July; it was due 31 December.',
    );
    expect(words({ state: 'reverted', firstReached }).prospect).toContain('below the target again since');
  });
});
