import type { PublishedMonth } from '@plant-ledger/domain';
import { StoreUnavailableError, type EventStore } from '@plant-ledger/event-store';
import { AGGREGATES } from './aggregates.js';
import { dryRunExecutor, readingPart } from './dry-run.js';
import { CommandExecutor } from './executor/command-executor.js';
import { MonthFiguresBehindError, type MonthClosing } from './month-closing.js';
import { places, produced, reported, type Sent } from './testing/events.js';
import { recorded, temporaryStore, type TemporaryStore } from './testing/temporary-store.js';

let log: TemporaryStore;
beforeEach(async () => {
  log = await temporaryStore();
});
afterEach(() => log.remove());

const closed = (given?: Sent) =>
  reported('MonthClosed', { month: '2024-03' }, { at: '2024-04-02T00:00:00Z', ...given });
const reopened = (given?: Sent) =>
  reported('MonthReopened', { month: '2024-03', reason: 'late' }, { at: '2024-04-03T00:00:00Z', ...given });

/** Publishes how far the log is when it is asked. */
function closingOf(asked: string[] = [], now = '2024-05-01T00:00:00Z', zones = ['Etc/GMT+12']): MonthClosing {
  return {
    now: () => Date.parse(now),
    zonesInUse: () => Promise.resolve(zones),
    async figures(month): Promise<PublishedMonth> {
      asked.push(month);
      return { position: String(await log.store.head()), chain: 'ab'.repeat(32), totals: [], downtime: [] };
    },
  };
}
const executor = (monthClosing?: MonthClosing) =>
  new CommandExecutor(log.store, AGGREGATES, { recordedAt: Date.now, monthClosing });

describe('a closing in the log', () => {
  it('has the figures beside what was sent, and the content hash of what was sent', async () => {
    const event = closed();
    await executor(closingOf()).recordAll([event]);
    const [stored] = await recorded(log.store);
    expect(stored).toMatchObject({ eventId: event.eventId, hash: event.hash });
    expect(stored?.data).toEqual({
      month: '2024-03',
      published: { position: '-1', chain: 'ab'.repeat(32), totals: [], downtime: [] },
    });
  });

  it('is recognised when it is sent again, by an executor that remembers it and by one that reads it', async () => {
    const asked: string[] = [];
    const event = closed();
    const first = executor(closingOf(asked));
    const [accepted] = await first.recordAll([event]);
    for (const each of [first, executor(closingOf(asked))])
      expect(await each.recordAll([event])).toMatchObject([
        { result: 'duplicate', first: event.eventId, position: accepted?.result === 'accepted' && accepted.position },
      ]);
    expect(
      await executor(closingOf(asked)).recordAll([closed({ id: event.id, at: '2024-04-05T00:00:00Z' })]),
    ).toMatchObject([{ code: 'conflicting-duplicate' }]);
    expect(asked).toEqual(['2024-03']);
    expect(await recorded(log.store)).toHaveLength(1);
  });
});

describe('closing a month', () => {
  it('in a batch publishes what stands before it there, and nothing that stands behind it', async () => {
    const outcomes = await executor(closingOf()).recordAll([
      ...places(),
      produced(1),
      closed(),
      produced(2),
      reopened(),
    ]);
    expect(outcomes.map(({ result }) => result)).toEqual(outcomes.map(() => 'accepted'));
    const events = await recorded(log.store);
    const closing = events.find((event) => event.type === 'MonthClosed');
    expect(closing?.data.published).toMatchObject({ position: '4' });
    expect(closing?.position).toBe(5n);
  });

  it('again and again in one batch decides each on what the one before left', async () => {
    const outcomes = await executor(closingOf()).recordAll([closed(), closed(), reopened(), reopened(), closed()]);
    expect(outcomes.map((outcome) => ('code' in outcome ? outcome.code : outcome.result))).toEqual([
      'accepted',
      'month-already-closed',
      'accepted',
      'not-closed',
      'accepted',
    ]);
  });

  it('appends nothing for it while the figures are behind, and sending all again is safe', async () => {
    const behind = { ...closingOf(), figures: () => Promise.reject(new MonthFiguresBehindError('not there yet')) };
    const events = [...places(), produced(1), closed(), produced(2)];
    const slow = executor(behind);
    await expect(slow.recordAll(events)).rejects.toThrow(MonthFiguresBehindError);
    expect((await recorded(log.store)).map(({ type }) => type)).not.toContain('MonthClosed');
    const outcomes = await executor(closingOf()).recordAll(events);
    expect(outcomes.map(({ result }) => result)).toEqual([...Array(4).fill('duplicate'), 'accepted', 'accepted']);
    // What could not be appended is not remembered as if it had been.
    expect(await slow.recordAll([closed()])).toMatchObject([{ code: 'month-already-closed' }]);
  });

  describe('with more figures than go into one append', () => {
    const totals = Array.from({ length: 12_000 }, (_, index) => {
      return { plant: 'bj-1', model: `model ${index}`, produced: 1, delivered: 0, returned: 0, scrapped: 0 };
    });
    const large = (): MonthClosing => ({
      ...closingOf(),
      figures: async () => ({ position: String(await log.store.head()), chain: 'ab'.repeat(32), totals, downtime: [] }),
    });
    const typesOf = async () => (await recorded(log.store)).map(({ type }) => type);

    it('appends them in parts before it', async () => {
      const outcomes = await executor(large()).recordAll([closed(), reopened()]);
      expect(outcomes).toMatchObject([
        { result: 'accepted', revision: 3, position: 4n },
        { result: 'accepted', revision: 4, position: 5n },
      ]);
      expect(await typesOf()).toEqual([...Array<string>(3).fill('MonthFigures'), 'MonthClosed', 'MonthReopened']);
    });

    it('is decided anew where it was cut off between two parts: what is unfinished counts for nothing', async () => {
      for (const appends of [0, 1, 2, 3]) {
        let left = appends;
        const cutOff = () => {
          left -= 1;
          if (left < 0) throw new StoreUnavailableError('cut off');
        };
        const cut: EventStore = {
          ...readingPart(log.store),
          append: (each) =>
            Promise.resolve()
              .then(cutOff)
              .then(() => log.store.append(each)),
          appendMany: (each) =>
            Promise.resolve()
              .then(cutOff)
              .then(() => log.store.appendMany(each)),
        };
        const interrupted = new CommandExecutor(cut, AGGREGATES, { recordedAt: Date.now, monthClosing: large() });
        await expect(interrupted.recordAll([closed()])).rejects.toThrow('cut off');
      }
      expect(await typesOf()).toEqual(Array<string>(6).fill('MonthFigures'));
      expect(await executor(large()).recordAll([closed(), closed()])).toMatchObject([
        { result: 'accepted', revision: 9 },
        { code: 'month-already-closed' },
      ]);
      expect(await executor(large()).recordAll([closed()])).toMatchObject([{ code: 'month-already-closed' }]);
    });

    it('by two processes at once is done once', async () => {
      const outcomes = await Promise.all([1, 2, 3].map(() => executor(large()).recordAll([closed()])));
      const said = outcomes.flat().map((outcome) => ('code' in outcome ? outcome.code : outcome.result));
      expect(said.toSorted()).toEqual(['accepted', 'month-already-closed', 'month-already-closed']);
      expect((await typesOf()).filter((type) => type === 'MonthClosed')).toHaveLength(1);
    });
  });

  it('by two processes at once is done once', async () => {
    const outcomes = await Promise.all([1, 2, 3, 4].map(() => executor(closingOf()).recordAll([closed()])));
    expect(
      outcomes
        .flat()
        .map((outcome) => ('code' in outcome ? outcome.code : outcome.result))
        .toSorted(),
    ).toEqual(['accepted', ...Array<string>(3).fill('month-already-closed')]);
    expect(await recorded(log.store)).toHaveLength(1);
  });

  it('is refused by the clock of the ledger, not only by the time the source gives', async () => {
    const early = executor(closingOf([], '2024-04-01T11:59:59Z'));
    expect(await early.recordAll([closed({ at: '2024-04-01T12:04:00Z' })])).toMatchObject([
      { code: 'month-not-ended' },
    ]);
  });

  it('is done once the month is over in the zones in use', async () => {
    const zones = ['Asia/Shanghai', 'Europe/Berlin'];
    const early = executor(closingOf([], '2024-03-31T21:59:59.999Z', zones));
    const [refused] = await early.recordAll([closed({ at: '2024-03-31T21:00:00Z' })]);
    expect(refused).toMatchObject({
      code: 'month-not-ended',
      detail: expect.stringContaining('2024-03 lasts until 2024-03-31T22:00:00.000Z in Europe/Berlin'),
    });
    const atMidnight = executor(closingOf([], '2024-03-31T22:00:00Z', zones));
    expect(await atMidnight.recordAll([closed({ at: '2024-03-31T21:00:00Z' })])).toMatchObject([
      { result: 'accepted' },
    ]);
  });

  it('is refused where no read model can be asked, on a dry run too; a reopening is decided as ever', async () => {
    for (const each of [executor(), dryRunExecutor(log.store, AGGREGATES)])
      expect(await each.recordAll([closed(), reopened()])).toMatchObject([
        { result: 'rejected', code: 'month-closing-unavailable' },
        { result: 'rejected', code: 'not-closed' },
      ]);
  });

  it('asks for no figures on a dry run, and appends nothing', async () => {
    const asked: string[] = [];
    const outcomes = await dryRunExecutor(log.store, AGGREGATES, closingOf(asked)).recordAll([closed(), closed()]);
    expect(outcomes).toMatchObject([{ result: 'accepted' }, { code: 'month-already-closed' }]);
    expect(asked).toEqual([]);
    expect(await recorded(log.store)).toEqual([]);
  });
});
