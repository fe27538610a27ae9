import type { Milestone } from '../ledger/answers.js';
import type { Answered } from '../ledger/ask.js';
import type { Series } from '../ledger/read-page.js';
import { burnUpOf } from './burn-up.data.js';

const answered = <Answer>(value: Answer): Answered<Answer> => ({ ok: true, value });
const none = { returned: 0, scrapped: 0 };
const series: Series = {
  days: answered({
    position: '1',
    rows: [
      { date: '2024-07-01', produced: 9, delivered: 4, netDelivered: 3, ...none },
      { date: '2024-07-03', produced: 9, delivered: 2, netDelivered: 2, ...none },
      { date: '2024-07-04', produced: 9, delivered: 1, netDelivered: 1, ...none },
    ],
  }),
  stops: answered({ value: 0, stops: [], next: null }),
  reasons: answered({ rows: [] }),
  sites: undefined,
  quarantine: answered({ entries: [], next: null }),
};
const milestone: Milestone = {
  id: 'm',
  title: 'm',
  metric: 'delivered',
  target: 10,
  due: '2024-12-31',
  value: 6,
  remaining: 4,
  progress: 0.6,
  state: 'on-track',
  firstReached: null,
  forecast: null,
  revisions: [],
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
    const forecast = { path, pacePerDay: 2 } as unknown as Milestone['forecast'];
    const { path: ahead, runRate } = burnUpOf({ ...milestone, forecast }, series, '2024-07-04T04:00:00.000Z', 'UTC');
    expect(ahead.map(({ low, mid, high }) => [low, mid, high])).toEqual([
      [8, 9, 10],
      [9, 10, 11],
      [11, 12, 13],
    ]);
    expect(runRate.at(-1)).toEqual([Date.UTC(2024, 6, 6, 4), 10]);
  });
});
