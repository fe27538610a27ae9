import type { MilestoneView } from '@plant-ledger/contract';
import type { Answered } from '../ledger/ask.js';
import type { Series } from '../ledger/read-page.js';
import { burnUpKeys, burnUpOf, burnUpSheet, topOf } from './burn-up.data.js';

const answered = <Answer>(value: Answer): Answered<Answer> => ({ ok: true, value });
const none = { returned: 0, scrapped: 0 };
const asOf = { position: '1', at: '2024-07-04T04:00:00.000Z' };
const series: Series = {
  days: answered({
    ...asOf,
    rows: [
      { date: '2024-07-01', produced: 9, delivered: 4, netDelivered: 3, ...none },
      { date: '2024-07-03', produced: 9, delivered: 2, netDelivered: 2, ...none },
      { date: '2024-07-04', produced: 9, delivered: 1, netDelivered: 1, ...none },
    ],
  }),
  stops: answered({ ...asOf, figure: 'downtime', value: 0, stops: [], next: null }),
  reasons: answered({ ...asOf, rows: [], next: null }),
  sites: undefined,
  quarantine: answered({ position: '1', entries: [], next: null }),
};
const milestone: MilestoneView = {
  id: 'm',
  title: 'm',
  metric: 'delivered',
  target: 10,
  due: '2024-12-31',
  value: 6,
  remaining: 4,
  progress: 0.6,
  progressOfFirst: 0.6,
  state: 'on-track',
  firstReached: null,
  forecast: null,
  revisions: [],
  nextRevisions: null,
};

describe('a burn-up', () => {
  it('adds up net deliveries to each day’s end, and ends at the milestone’s own value now', () => {
    const { done, today } = burnUpOf(milestone, series, '2024-07-04T04:00:00.000Z', 'Asia/Shanghai');
    expect(done).toEqual([
      [Date.UTC(2024, 6, 1), 0],
      [Date.UTC(2024, 6, 2), 3],
      [Date.UTC(2024, 6, 4), 5],
      [Date.UTC(2024, 6, 4, 12), 6],
    ]);
    expect(today).toBe(Date.UTC(2024, 6, 4, 12));
  });

  it('goes ahead until even the slow side has reached the target', () => {
    const path = [8, 9, 11, 12].map((p10, day) => ({ date: `2024-07-0${day + 4}`, p10, p50: p10 + 1, p85: p10 + 2 }));
    const forecast = { path, pacePerDay: 2 } as unknown as MilestoneView['forecast'];
    const { path: ahead, runRate } = burnUpOf({ ...milestone, forecast }, series, '2024-07-04T04:00:00.000Z', 'UTC');
    expect(ahead.map(({ low, mid, high }) => [low, mid, high])).toEqual([
      [8, 9, 10],
      [9, 10, 11],
      [11, 12, 13],
    ]);
    expect(runRate.at(-1)).toEqual([Date.UTC(2024, 6, 6, 4), 10]);
  });

  it('names only the signs that are drawn', () => {
    const names = (data: ReturnType<typeof burnUpOf>) => burnUpKeys(data).map(([name]) => name);
    const bare = burnUpOf(milestone, series, '2024-07-04T04:00:00.000Z', 'UTC');
    expect(names(bare)).toEqual(['done']);
    const path = [{ date: '2024-07-04', p10: 8, p50: 9, p85: 10 }];
    const forecast = { path, pacePerDay: 2 } as unknown as MilestoneView['forecast'];
    const full = burnUpOf({ ...milestone, forecast }, series, '2024-07-04T04:00:00.000Z', 'UTC');
    expect(names({ ...full, stops: [1] })).toEqual(['done', 'band', 'median', 'run-rate', 'halts']);
  });

  it('is not dwarfed by its range', () => {
    const path = [{ date: '2024-07-04', p10: 8, p50: 90, p85: 900 }];
    const forecast = { path, pacePerDay: 2 } as unknown as MilestoneView['forecast'];
    const data = burnUpOf({ ...milestone, forecast }, series, '2024-07-04T04:00:00.000Z', 'UTC');
    expect(topOf(data)).toBeCloseTo(11);
  });

  it('has a table of all that it shows', () => {
    const path = [{ date: '2024-07-04', p10: 7, p50: 8, p85: 9 }];
    const forecast = { path, pacePerDay: 2 } as unknown as MilestoneView['forecast'];
    const data = burnUpOf({ ...milestone, forecast }, series, '2024-07-04T12:00:00.000Z', 'UTC');
    const { columns, rows } = burnUpSheet({ ...data, stops: [Date.UTC(2024, 6, 3, 8)] });
    expect(new Set(columns).size).toBe(columns.length);
    expect(rows.slice(-2)).toEqual([
      ['2024-07-03', 5, 1, null, null, null, null, 10],
      ['2024-07-04', null, null, 7, 8, 9, 7, 10],
    ]);
  });
});
