import { closingInParts, toStored, type DecidedEvent } from '@plant-ledger/domain';
import { report } from '../../../domain/src/testing/facts.js';
import { openLogNotes } from '../projecting/replay/log-notes.js';
import { EventSource } from '../sources/event-source.entity.js';
import { history } from '../testing/history.js';
import { projected } from '../testing/project.js';
import { MonthClosing, PublishedDowntime, PublishedTotal } from './months.entities.js';
import { readPublished } from './published.js';

const total = { plant: 'bj-1', model: 'm', produced: 3, delivered: 2, returned: 1, scrapped: 0 };
const stop = { plant: 'bj-1', line: 'l-1', minutes: 90.5, plannedMinutes: 0, halts: 2, lostUnitsEstimate: 24.1 };
const published = { position: '1', chain: 'cd'.repeat(32), totals: [total], downtime: [stop] };

describe("the projection of a month's closings", () => {
  it('keeps what each closing published as its own, and reopenings beside them', () => {
    const reported = history();
    const closing = reported.report('MonthClosed', '2024-08-02T00:00:00Z', { month: '2024-07', published });
    reported.report('MonthReopened', '2024-08-03T00:00:00Z', { month: '2024-07', reason: 'late invoices' });
    const again = { ...published, totals: [{ ...total, produced: 4 }], downtime: [] };
    const closingAgain = reported.report('MonthClosed', '2024-08-04T00:00:00Z', { month: '2024-07', published: again });
    return projected(reported, async ({ manager }) => {
      expect(await manager.find(MonthClosing, { order: { position: 'ASC' } })).toMatchObject([
        { position: '2', month: '2024-07', closed: true, publishedPosition: '1', chain: published.chain, reason: null },
        { position: '3', closed: false, publishedPosition: null, chain: null, reason: 'late invoices' },
        { position: '4', closed: true, publishedPosition: '1' },
      ]);
      expect(await manager.find(PublishedTotal)).toMatchObject(
        [
          { figures: closing, month: '2024-07', ...total },
          { figures: closingAgain, month: '2024-07', ...total, produced: 4 },
        ].toSorted((one, other) => (one.figures < other.figures ? -1 : 1)),
      );
      expect(await manager.find(PublishedDowntime)).toMatchObject([{ figures: closing, month: '2024-07', ...stop }]);
    });
  });

  it('keeps what came in parts as that of the closing that names it, whatever was tried before', async () => {
    const event = report('MonthClosed', 0, { month: '2024-07' }, { source: 'test', id: '1' });
    const totals = Array.from({ length: 12_000 }, (_, index) => ({ ...total, model: `m ${index}` }));
    const { parts, closing } = closingInParts(event, { ...published, totals });
    const [unfinished] = closingInParts(event, { ...published, totals: totals.slice(1) }).parts;
    const reported = history();
    const append = (each: DecidedEvent) => reported.append('month-2024-07', toStored(each, 0));
    [unfinished, parts[0], ...parts, closing].forEach((each) => each && append(each));
    const notes = openLogNotes();
    notes.take(
      reported.events.map(({ stream, event: { id, type, data, metadata } }, index) => {
        const stored = { data: JSON.stringify(data), metadata: JSON.stringify(metadata) };
        return { id, stream, type, revision: index, position: BigInt(index + 1), ...stored };
      }),
    );
    const inLog = { ...published, ...closing.data.published };
    const { month } = closing.data;
    expect(notes.publishedBy({ month, published: inLog })).toMatchObject({ totals, downtime: [stop] });
    const other = report('MonthClosed', 0, { month: '2024-06' }).data;
    expect(notes.publishedBy({ ...other, published: inLog })).toBeUndefined();
    notes.close();
    return projected(reported, async (snapshot) => {
      const rows = (await readPublished(snapshot, { at: Date.parse('2024-09-01T00:00:00Z') })).get('2024-07');
      expect(rows).toHaveLength(12_000);
      expect(await snapshot.manager.find(PublishedDowntime)).toMatchObject([stop]);
      expect(await snapshot.manager.count(EventSource)).toBe(1);
    });
  });

  it('stops at a closing without figures: it would show a month as closed with nothing published', () => {
    const reported = history();
    reported.report('MonthClosed', '2024-08-02T00:00:00Z', { month: '2024-07' });
    return projected(reported, (_, { stopped }) => {
      expect(stopped).toMatchObject({
        type: 'MonthClosed',
        position: 2n,
        reason: expect.stringContaining('no figures'),
      });
      return Promise.resolve();
    });
  });
});
