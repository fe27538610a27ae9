import { AppendTooLargeError, type EventStore } from '@plant-ledger/event-store';
import {
  delivered,
  deliveredAt,
  held,
  line,
  places,
  plant,
  produced,
  released,
  shipped,
  site,
  reported,
  vin,
} from '../testing/events.js';
import { recorded, temporaryStore, typesIn, type TemporaryStore } from '../testing/temporary-store.js';
import { AGGREGATES } from '../aggregates.js';
import { CommandExecutor } from './command-executor.js';
import { ContendedStreamError } from './contention.js';

let log: TemporaryStore;
let store: EventStore;
beforeEach(async () => {
  log = await temporaryStore();
  ({ store } = log);
});
afterEach(() => log.remove());

const executorOver = (over: EventStore, remembered?: number) =>
  new CommandExecutor(over, AGGREGATES, { recordedAt: Date.now, remembered });
const unit = (number: number) => `unit-${vin(number)}`;

describe('a batch', () => {
  it('is answered in the order in which it was sent, whatever the order in which its streams are written', async () => {
    const events = [
      ...places(),
      produced(1),
      produced(2),
      delivered(2),
      delivered(1),
      produced(1),
      released(3),
      held(2, { at: '2024-03-06T08:00:00Z' }),
    ];
    const outcomes = await executorOver(store).recordAll(events);
    expect(outcomes.map(({ eventId }) => eventId)).toEqual(events.map(({ eventId }) => eventId));
    expect(outcomes.map(({ result }) => result)).toEqual([
      ...['accepted', 'accepted', 'accepted', 'accepted', 'accepted'],
      ...['accepted', 'accepted', 'duplicate', 'quarantined', 'rejected'],
    ]);
    const positions = new Map((await recorded(store)).map(({ eventId, position }) => [eventId, position]));
    for (const outcome of outcomes)
      if (outcome.result === 'accepted') expect(outcome.position).toBe(positions.get(outcome.eventId));
  });

  it('may register a plant, commission its line and produce units on it', async () => {
    const outcomes = await executorOver(store).recordAll([plant(), line(), produced(1), produced(2)]);
    expect(outcomes.map(({ result }) => result)).toEqual(['accepted', 'accepted', 'accepted', 'accepted']);
    expect((await recorded(store)).map(({ type }) => type)).toEqual([
      'PlantRegistered',
      'LineCommissioned',
      'UnitProduced',
      'UnitProduced',
    ]);
  });

  it('that names the unit before its line, and the line before its plant, has both wait', async () => {
    const outcomes = await executorOver(store).recordAll([produced(1), line(), plant()]);
    expect(outcomes).toMatchObject([
      { result: 'quarantined', code: 'unknown-plant', waitsFor: 'plant-bj-1' },
      { result: 'quarantined', code: 'unknown-plant', waitsFor: 'plant-bj-1' },
      { result: 'accepted' },
    ]);
  });

  it('that revises a milestone before and after it defines it does not take in the later revision first', async () => {
    const revised = (target: number, at: string) =>
      reported('MilestoneRevised', { milestone: 'm1', target, reason: 'more' }, { at });
    const defined = { milestone: 'm1', title: 'M', metric: 'produced', target: 5, due: '2024-12-31' };
    const outcomes = await executorOver(store).recordAll([
      revised(7, '2024-03-03T08:00:00Z'),
      reported('MilestoneDefined', defined, { at: '2024-03-01T08:00:00Z' }),
      // Of another kind of thing, so that the milestone's events are not decided together.
      plant(),
      revised(9, '2024-03-04T08:00:00Z'),
    ]);
    expect(outcomes).toMatchObject([
      { result: 'quarantined', code: 'unknown-milestone' },
      { result: 'accepted' },
      { result: 'accepted' },
      { result: 'quarantined', code: 'out-of-order' },
    ]);
  });

  it('goes on waiting behind an event of the same stream that is too large to append', async () => {
    await executorOver(store).recordAll([...places(), produced(1)]);
    const small: EventStore = {
      ...store,
      async appendMany(appends) {
        if (appends.some(({ events }) => events.some(({ type }) => type === 'UnitHeld')))
          throw new AppendTooLargeError('The append is too large.');
        return store.appendMany(appends);
      },
    };
    const outcomes = await executorOver(small).recordAll([
      deliveredAt('not-yet', 1, { at: '2024-03-05T08:00:00Z' }),
      held(1, { at: '2024-03-04T08:00:00Z' }),
      deliveredAt('sh', 1, { at: '2024-03-06T08:00:00Z' }),
    ]);
    expect(outcomes).toMatchObject([
      { result: 'quarantined', code: 'unknown-site' },
      { result: 'rejected', code: 'too-large-to-append' },
      { result: 'quarantined', code: 'out-of-order' },
    ]);
  });

  it('that says the same twice has the second answered with the position of the first', async () => {
    const [first, other] = [produced(1), produced(1, { source: '//test/erp' })];
    const outcomes = (await executorOver(store).recordAll([...places(), first, first, other])).slice(3);
    expect(outcomes).toMatchObject([
      { result: 'accepted', position: 4n },
      { result: 'duplicate', position: 4n, first: first.eventId },
      { result: 'duplicate', position: 4n, first: first.eventId },
    ]);
    expect(await typesIn(store, unit(1))).toEqual(['UnitProduced']);
  });

  it('that uses one id for two contents has the second refused', async () => {
    const first = produced(1, { id: 'x' });
    const other = produced(1, { id: 'x', at: '2024-03-01T09:00:00Z' });
    const outcomes = (await executorOver(store).recordAll([...places(), first, other])).slice(3);
    expect(outcomes).toMatchObject([{ result: 'accepted' }, { result: 'rejected', code: 'conflicting-duplicate' }]);
  });

  it('takes in what waits with the event it waits for, each at its own revision', async () => {
    const executor = executorOver(store);
    await executor.recordAll([...places(), delivered(1)]);
    const [made, again] = await executor.recordAll([produced(1), shipped(1, { at: '2024-03-06T08:00:00Z' })]);
    expect(made).toMatchObject({ result: 'accepted', revision: 1 });
    expect(again).toMatchObject({ result: 'rejected', code: 'unit-delivered' });
    expect(await typesIn(store, unit(1))).toEqual(['UnitFactParked', 'UnitProduced', 'UnitDelivered']);
  });

  it('of nothing is answered with nothing', async () => {
    expect(await executorOver(store).recordAll([])).toEqual([]);
  });
});

describe('an executor that remembers few units', () => {
  const many = Array.from({ length: 100 }, (_, number) => produced(number));

  it('knows a duplicate long after it has forgotten the unit', async () => {
    const executor = executorOver(store, 4);
    await executor.recordAll([...places(), ...many]);
    const outcomes = await executor.recordAll([...many, delivered(7), produced(7, { source: '//test/erp' })]);
    outcomes.slice(0, 100).forEach((outcome, number) => {
      const { eventId } = many[number] ?? {};
      expect(outcome).toMatchObject({ result: 'duplicate', position: BigInt(number + 4), first: eventId });
    });
    expect(outcomes.slice(100)).toMatchObject([
      { result: 'accepted' },
      { result: 'duplicate', position: 11n, first: many[7]?.eventId },
    ]);
    expect(await recorded(store)).toHaveLength(3 + 100 + 1);
  });

  it('knows other content under a known id, and a second production with other details', async () => {
    const executor = executorOver(store, 4);
    await executor.recordAll([...places(), ...many]);
    const other = { model: 'yu7', vin: vin(5), plant: 'bj-1', line: 'a' };
    const outcomes = await executor.recordAll([
      reported('UnitProduced', { ...other, vin: vin(3) }, { id: many[3]?.id ?? '' }),
      reported('UnitProduced', other),
    ]);
    expect(outcomes).toMatchObject([
      { result: 'rejected', code: 'conflicting-duplicate' },
      { result: 'rejected', code: 'already-produced' },
    ]);
    expect(await recorded(store)).toHaveLength(103);
  });

  it('knows a whole life that is sent again in one batch', async () => {
    const life = [produced(1), held(1), released(1), shipped(1), delivered(1)];
    const executor = executorOver(store, 4);
    await executor.recordAll([...places(), ...life, ...many.slice(20)]);
    const outcomes = await executor.recordAll(life);
    expect(outcomes.map(({ result }) => result)).toEqual(life.map(() => 'duplicate'));
    expect(await typesIn(store, unit(1))).toHaveLength(5);
  });
});

describe('two executors over one log', () => {
  const mine = () => executorOver(store);

  it('append one after the other: a conflict is read again and decided again', async () => {
    const [a, b] = [mine(), mine()];
    await a.recordAll([...places(), produced(1)]);
    await b.recordAll([held(1)]);
    const [late] = await a.recordAll([released(1)]);
    expect(late).toMatchObject({ result: 'accepted', revision: 2 });
    const [refused] = await b.recordAll([held(1, { at: '2024-03-02T09:00:00Z' }), released(1)]);
    expect(refused).toMatchObject({ result: 'accepted' });
    expect(await typesIn(store, unit(1))).toEqual(['UnitProduced', 'UnitHeld', 'UnitReleased', 'UnitHeld']);
  });

  it('decide a conflict by the rules: what the other did first may refuse it', async () => {
    const [a, b] = [mine(), mine()];
    await a.recordAll([...places(), produced(1)]);
    await b.recordAll([held(1)]);
    expect(await a.recordAll([shipped(1)])).toMatchObject([{ result: 'rejected', code: 'unit-held' }]);
    expect(await typesIn(store, unit(1))).toEqual(['UnitProduced', 'UnitHeld']);
  });

  it('never refuse on what they remember: a refusal is confirmed on a fresh read', async () => {
    const [a, b] = [mine(), mine()];
    await a.recordAll([...places(), produced(1), held(1)]);
    await b.recordAll([released(1)]);
    expect(await a.recordAll([shipped(1)])).toMatchObject([{ result: 'accepted', revision: 3 }]);
  });

  it('never refuse for a plant, line or site that the other has registered since', async () => {
    const [a, b] = [mine(), mine()];
    expect(await a.recordAll([produced(1), delivered(2)])).toMatchObject([
      { code: 'unknown-plant' },
      { code: 'unknown-site' },
    ]);
    await b.recordAll([plant(), line(), site()]);
    expect(await a.recordAll([produced(1), produced(2), delivered(1)])).toMatchObject([
      { result: 'accepted' },
      { result: 'accepted' },
      { result: 'accepted' },
    ]);
  });

  it('that are told the same event at once keep it once', async () => {
    const [a, b] = [mine(), mine()];
    await a.recordAll(places());
    const events = Array.from({ length: 50 }, (_, number) => produced(number));
    await Promise.all([a.recordAll(events), b.recordAll(events), ...events.map((event) => b.recordAll([event]))]);
    expect(await recorded(store)).toHaveLength(3 + 50);
  });

  it('give up only after many conflicts in a row, with nothing appended, and say to send it again', async () => {
    const other = mine();
    await other.recordAll(places());
    let minute = 10;
    const halted = () =>
      reported(
        'LineHalted',
        { plant: 'bj-1', line: 'a', reason: 'power', planned: false },
        { at: `2024-03-02T08:${(minute += 1)}:00Z` },
      );
    let conflicts = 0;
    const contended: EventStore = {
      ...store,
      async appendMany(appends) {
        conflicts += 1;
        await other.recordAll([halted()]);
        return store.appendMany(appends);
      },
    };
    const event = halted();
    const execution = executorOver(contended).recordAll([event]);
    await expect(execution).rejects.toThrow(ContendedStreamError);
    await expect(execution).rejects.toThrow('Send the event again.');
    expect(conflicts).toBeGreaterThanOrEqual(10);
    const log = await recorded(store);
    expect(log.some(({ eventId }) => eventId === event.eventId)).toBe(false);
    expect(log).toHaveLength(3 + conflicts);
    expect(await other.recordAll([event])).toMatchObject([{ result: 'accepted' }]);
  });
});

describe('a store that fails', () => {
  it('fails the batch, and sending it again when it is back takes in the rest once', async () => {
    let failing = false;
    const flaky: EventStore = {
      ...store,
      async appendMany(appends) {
        const results = await store.appendMany(appends.slice(0, failing ? 1 : undefined));
        if (failing) throw new Error('the answer was lost');
        return results;
      },
    };
    const executor = executorOver(flaky);
    await executor.recordAll([...places(), produced(1)]);
    failing = true;
    const batch = [held(1), produced(2), produced(3)];
    await expect(executor.recordAll(batch)).rejects.toThrow('the answer was lost');
    failing = false;
    expect((await executor.recordAll(batch)).map(({ result }) => result)).toEqual([
      'duplicate',
      'accepted',
      'accepted',
    ]);
    expect(await recorded(store)).toHaveLength(3 + 4);
  });
});
