import { toStored, type SourceEvent } from '@plant-ledger/domain';
import { AppendTooLargeError, appendBytes, StoreRequestError, type EventStore } from '@plant-ledger/event-store';
import { dryRunExecutor } from '../dry-run.js';
import { delivered, held, line, places, plant, produced, reported, vin } from '../testing/events.js';
import { recorded, temporaryStore, typesIn, type TemporaryStore } from '../testing/temporary-store.js';
import { parkWithoutBound } from '../testing/waiting.js';
import { AGGREGATES } from '../aggregates.js';
import { CommandExecutor } from './command-executor.js';

let log: TemporaryStore;
let store: EventStore;
beforeEach(async () => {
  log = await temporaryStore();
  ({ store } = log);
});
afterEach(() => log.remove());

const executorOver = (over: EventStore) => new CommandExecutor(over, AGGREGATES, { recordedAt: Date.now });
const unit = (number: number) => `unit-${vin(number)}`;
const minute = (number: number) => new Date(Date.parse('2024-03-02T00:00:00Z') + number * 60_000).toISOString();
const LONG = 'x'.repeat(99_000);
describe('what is more than one append of its stream takes', () => {
  const defined = () =>
    reported('MilestoneDefined', { milestone: 'm', title: 't', metric: 'produced', target: 1, due: '2025-01-01' });
  const revisions = (count: number) =>
    Array.from({ length: count }, (_, target) =>
      reported('MilestoneRevised', { milestone: 'm', target: target + 2, reason: 'r'.repeat(1_200) }),
    );
  const halts = (count: number) =>
    Array.from({ length: count }, (_, number) =>
      reported(
        'LineHalted',
        { plant: 'bj-1', line: 'a', halt: `h${number}`, reason: LONG, planned: false },
        { at: minute(number) },
      ),
    );

  it.each([
    ['revisions of a milestone', () => [defined(), ...revisions(800)]],
    ['halts of a line, each with a long reason', () => [plant(), line(), ...halts(60)]],
  ])('is appended part by part: %s', async (_what, sent) => {
    const events = sent();
    const outcomes = await executorOver(store).recordAll([...events, plant({ id: 'p2' })]);
    const written = await recorded(store);
    expect(outcomes.slice(0, events.length)).toEqual(
      events.map(({ eventId }) => expect.objectContaining({ result: 'accepted', eventId })),
    );
    const places = new Map(written.map(({ eventId, revision, position }) => [eventId, { revision, position }]));
    for (const outcome of outcomes)
      if (outcome.result === 'accepted') expect(outcome).toMatchObject(places.get(outcome.eventId) ?? {});
    expect((await executorOver(store).recordAll(events)).map(({ result }) => result)).toEqual(
      events.map(() => 'duplicate'),
    );
    expect(await recorded(store)).toHaveLength(written.length);
  });

  it('is answered alike when nothing is appended', async () => {
    const events = [plant(), line(), ...halts(30), ...halts(30)];
    const dry = await dryRunExecutor(store, AGGREGATES).recordAll(events);
    const real = await executorOver(store).recordAll(events);
    expect(dry.map(({ result }) => result)).toEqual(real.map(({ result }) => result));
  });
});

describe('more facts that wait for one unit than an append takes, in a log of an earlier version', () => {
  const largeOnes = Array.from({ length: 6 }, (_, day) =>
    reported('UnitHeld', { vin: vin(1), reason: 'r'.repeat(99_000), actor: 'a' }, { at: minute(day * 2_880) }),
  );

  it('are taken in with the production, in parts', async () => {
    const large = Array.from({ length: 12 }, (_, day) => [
      reported('UnitHeld', { vin: vin(1), reason: LONG }, { at: minute(day * 60) }),
      reported('UnitReleased', { vin: vin(1), reason: LONG }, { at: minute(day * 60 + 30) }),
    ]).flat();
    await parkWithoutBound(store, vin(1), large.toReversed());
    const executor = executorOver(store);
    const outcomes = await executor.recordAll([
      ...places(),
      produced(1),
      produced(2),
      delivered(1, { at: minute(2_880) }),
    ]);
    expect(outcomes.map(({ result }) => result)).toEqual(Array(6).fill('accepted'));
    const types = await typesIn(store, unit(1));
    expect(types.slice(24)).toEqual(['UnitProduced', ...large.map(({ type }) => type), 'UnitDelivered']);
  });

  it('are settled at their own cost where the rules refuse them', async () => {
    await parkWithoutBound(store, vin(1), largeOnes);
    const [made] = (await executorOver(store).recordAll([...places(), produced(1)])).slice(-1);
    expect(made).toMatchObject({ result: 'accepted', revision: 6 });
    const rest = Array(5).fill('UnitParkedFactSettled');
    expect((await typesIn(store, unit(1))).slice(6)).toEqual(['UnitProduced', 'UnitHeld', ...rest]);
  });

  it('go on where a former process stopped, whatever comes next for the unit', async () => {
    const many = Array.from({ length: 600 }, (_, number) =>
      reported(number % 2 === 0 ? 'UnitHeld' : 'UnitReleased', { vin: vin(1), reason: 'r' }, { at: minute(number) }),
    );
    await parkWithoutBound(store, vin(1), many);
    let appends = 0;
    const stopping: EventStore = {
      ...store,
      appendMany: (parts) => ((appends += 1) > 5 ? Promise.reject(new Error('stopped')) : store.appendMany(parts)),
    };
    await expect(executorOver(stopping).recordAll([...places(), produced(1)])).rejects.toThrow('stopped');
    const before = await typesIn(store, unit(1));
    expect(before.slice(600, 602)).toEqual(['UnitProduced', 'UnitHeld']);
    expect(before.length).toBeLessThan(1_201);
    const [next] = await executorOver(store).recordAll([held(1, { at: minute(5_000) })]);
    expect(next).toMatchObject({ result: 'accepted', revision: 1_201 });
    expect((await typesIn(store, unit(1))).slice(601)).toEqual([...many.map(({ type }) => type), 'UnitHeld']);
  });
});

describe('one event that the store does not take', () => {
  /** A server that takes less than others do. */
  const takingOnly = (bytes: number): EventStore => {
    const check = (events: Parameters<EventStore['append']>[0]['events']) => {
      if (events.reduce((sum, event) => sum + appendBytes(event), 0) > bytes)
        throw new AppendTooLargeError('Too much.');
    };
    return {
      ...store,
      append: async (one) => (check(one.events), store.append(one)),
      appendMany: async (all) => (all.forEach(({ events }) => check(events)), store.appendMany(all)),
    };
  };
  const halted = (number: number, reason = 'power') =>
    reported(
      'LineHalted',
      { plant: 'bj-1', line: 'a', halt: `h${number}`, reason, planned: false },
      { at: minute(number) },
    );

  it('is refused alone as too large, and the others of its stream and of its batch go on', async () => {
    const events: SourceEvent[] = [
      ...places(),
      ...[1, 2, 3, 4, 5].map((number) => halted(number)),
      halted(6, LONG),
      ...[7, 8, 9].map((number) => halted(number)),
      produced(1),
    ];
    const outcomes = await executorOver(takingOnly(2_000)).recordAll(events);
    expect(outcomes[8]).toMatchObject({ result: 'rejected', code: 'too-large-to-append' });
    expect(outcomes.filter(({ result }) => result === 'accepted')).toHaveLength(events.length - 1);
    const [again] = await executorOver(store).recordAll([halted(6, LONG)]);
    expect(again).toMatchObject({ result: 'accepted' });
  });

  it('is refused with its whole stream where that cannot be written, and the others of its batch go on', async () => {
    const refusing: EventStore = {
      ...store,
      append: (one) =>
        one.stream === unit(2) ? Promise.reject(new StoreRequestError('It was deleted.')) : store.append(one),
      appendMany: (all) =>
        all.some(({ stream }) => stream === unit(2))
          ? Promise.reject(new StoreRequestError('It was deleted.'))
          : store.appendMany(all),
    };
    const outcomes = await executorOver(refusing).recordAll([
      ...places(),
      produced(1),
      produced(2),
      held(2),
      produced(3),
    ]);
    expect(outcomes.slice(3)).toMatchObject([
      { result: 'accepted', position: 4n },
      { result: 'rejected', code: 'stream-unusable', detail: expect.stringContaining('It was deleted.') },
      { result: 'rejected', code: 'stream-unusable' },
      { result: 'accepted' },
    ]);
  });

  it('is refused with its whole stream where what is stored there makes no sense, and the others go on', async () => {
    await storeImpossibleRelease();
    const outcomes = await executorOver(store).recordAll([held(1), produced(2)]);
    expect(outcomes).toMatchObject([
      { result: 'rejected', code: 'stream-unusable', detail: expect.stringContaining(unit(1)) },
      { result: 'accepted' },
    ]);
  });

  async function storeImpossibleRelease(): Promise<void> {
    await executorOver(store).recordAll([...places(), produced(1)]);
    const release = toStored({ ...held(1), type: 'UnitReleased' }, 0);
    await store.append({ stream: unit(1), expectedRevision: 0, events: [release] });
  }
});

describe('a fact that waited', () => {
  it('is refused on what the store holds, never on what is remembered', async () => {
    const [a, b] = [executorOver(store), executorOver(store)];
    const onLineB = { plant: 'bj-1', line: 'b' };
    const made = produced(1);
    const toLineB = { vin: vin(1), corrects: made.eventId, changes: { line: 'b' }, reason: 'r' };
    await a.recordAll([...places(), reported('UnitEventCorrected', toLineB)]);
    const unknown = await a.recordAll([reported('UnitProduced', { vin: vin(2), model: 'su7', ...onLineB })]);
    expect(unknown).toMatchObject([{ code: 'unknown-line' }]);
    await b.recordAll([reported('LineCommissioned', { ...onLineB, unitsPerHour: 16 })]);
    await a.recordAll([made]);
    expect(await typesIn(store, unit(1))).toEqual(['UnitFactParked', 'UnitProduced', 'UnitEventCorrected']);
  });
});
