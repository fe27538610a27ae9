import { MonthClosing, PublishedDowntime, PublishedTotal } from '../entities/index.js';
import { history } from '../testing/history.js';
import { projected } from '../testing/project.js';

const total = { plant: 'bj-1', model: 'm', produced: 3, delivered: 2, returned: 1, scrapped: 0 };
const stop = { plant: 'bj-1', line: 'l-1', minutes: 90.5, plannedMinutes: 0, halts: 2, lostUnitsEstimate: 24.1 };
const published = { position: '1', chain: 'cd'.repeat(32), totals: [total], downtime: [stop] };

describe("the projection of a month's closings", () => {
  it('keeps what each closing published under the position of the closing, and reopenings beside them', () => {
    const told = history();
    told.tell('MonthClosed', '2024-08-02T00:00:00Z', { month: '2024-07', published });
    told.tell('MonthReopened', '2024-08-03T00:00:00Z', { month: '2024-07', reason: 'late invoices' });
    const again = { ...published, totals: [{ ...total, produced: 4 }], downtime: [] };
    told.tell('MonthClosed', '2024-08-04T00:00:00Z', { month: '2024-07', published: again });
    return projected(told, async ({ manager }) => {
      expect(await manager.find(MonthClosing, { order: { position: 'ASC' } })).toMatchObject([
        { position: '2', month: '2024-07', closed: true, publishedPosition: '1', chain: published.chain, reason: null },
        { position: '3', closed: false, publishedPosition: null, chain: null, reason: 'late invoices' },
        { position: '4', closed: true, publishedPosition: '1' },
      ]);
      expect(await manager.find(PublishedTotal)).toMatchObject([
        { position: '2', month: '2024-07', ...total },
        { position: '4', month: '2024-07', ...total, produced: 4 },
      ]);
      expect(await manager.find(PublishedDowntime)).toMatchObject([{ position: '2', month: '2024-07', ...stop }]);
    });
  });

  it('stops at a closing without figures: it would show a month as closed with nothing published', () => {
    const told = history();
    told.tell('MonthClosed', '2024-08-02T00:00:00Z', { month: '2024-07' });
    return projected(told, (_, { stopped }) => {
      expect(stopped).toMatchObject({
        type: 'MonthClosed',
        position: 2n,
        reason: expect.stringContaining('no figures'),
      });
      return Promise.resolve();
    });
  });
});
