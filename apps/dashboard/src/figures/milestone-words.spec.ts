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
  probabilityByDue: 0.8,
  asPlanned: { p50: '2024-11-01', p85: '2024-11-20', daysAheadP50: 60 },
  requiredPerDay: 383.3,
  pacePerDay: 346.4,
  withoutAssumptions: { p50: '2025-01-22', p85: '2025-01-26', daysAheadP50: -22, probabilityByDue: 0.05 },
  path: [],
  method: 'pace-calibrated-2',
  seed: 's',
  paths: 500,
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
      'Probably: most likely 3 November, 58 days early, if the expansion goes as planned. Without it: 22 January 2025, 22 days late.',
    );
    expect(details()).toContain('75\u00A0% likely between 30 October and 7 November');
    expect(details()).toContain('At the current pace 24 January 2025, 24 days late');
    expect(details()).toContain(
      'With every step of the expansion on its day and in full: 1 November, 60 days early; plans often slip',
    );
  });

  it('gives one verdict by the chance: yes from 85 in 100, probably from 50, unlikely from 10, else no', () => {
    const verdict = (probabilityByDue: number) =>
      words({ forecast: { ...forecast, probabilityByDue } }).prospect.split(':')[0];
    expect([0.99, 0.85, 0.84, 0.5, 0.49, 0.1, 0.09, 0].map(verdict)).toEqual([
      'Yes',
      'Yes',
      'Probably',
      'Probably',
      'Unlikely',
      'Unlikely',
      'No',
      'No',
    ]);
  });

  it('is never certain, and warns beside the range where such ranges have not held', () => {
    const note = 'Past ranges were right 2 times in 9 (7 expected), so the real range is wider.';
    const backtest = { months: 3, tested: 9, held: 2, share: 0.2222, expected: 6.8, widthDays: 12, note: '' };
    const narrow = { ...forecast, notes: [note], backtest };
    const range = words({ forecast: narrow }).details.find(({ words: text }) => text.startsWith('75'));
    expect(range?.cautions).toEqual([note]);
    expect(details({ forecast: narrow })).toContain(
      'Past ranges, 3 months ahead, were right 2 times in 9 (7 expected)',
    );
    expect(details()).toContain('Chance of meeting the due date: 80\u00A0%');
    expect(details({ forecast: { ...forecast, probabilityByDue: 0 } })).toContain(
      'Chance of meeting the due date: under 1\u00A0%',
    );
    expect(details()).toContain('No past ranges to compare with yet');
  });

  it('warns also where the range has no end, or no beginning', () => {
    const cautions = (changes: Partial<ForecastView>) =>
      words({ forecast: { ...forecast, notes: ['careful'], ...changes } }).details.flatMap(
        (each) => each.cautions ?? [],
      );
    expect(cautions({ p85: null })).toEqual(['careful']);
    expect(cautions({ p10: null, p85: null })).toEqual(['careful']);
    expect(details({ forecast: { ...forecast, p85: null } }).join()).toContain(
      '90\u00A0% likely not before 30 October',
    );
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
    expect(words(bare).prospect).toBe('Probably: most likely 3 November, 58 days early.');
    expect(details(bare).join()).not.toContain('expansion');
  });

  it('makes up no date', () => {
    expect(words({ forecast: null, state: 'insufficient-history' }).prospect).toContain('too little for a date');
    const none = { ...forecast, p50: null, daysAheadP50: null, runRate: null, probabilityByDue: 0 };
    expect(words({ forecast: none }).prospect).toBe(
      'No: no date can be forecast, if the expansion goes as planned. Without it: 22 January 2025, 22 days late.',
    );
    expect(details({ forecast: none })).toContain('At the current pace it will not be reached');
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
