import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { evolveUnit, fromStored, NEW_UNIT, type SourceEvent } from '@plant-ledger/domain';
import { openEventStore, type EventStore } from '@plant-ledger/event-store';
import { AGGREGATES, CommandExecutor, type Outcome } from '@plant-ledger/ledger';
import { delivered, held, places, produced, released, shipped, vin } from '../../libs/ledger/src/testing/events.js';
import { describeOnEachEngine, newLog } from '../support/engines.js';

/** On KurrentDB each executor has a connection of its own, as two processes would; a SQLite log has one writer. */
describeOnEachEngine('two executors that know nothing of each other', (engine) => {
  let folder: string;
  const stores: EventStore[] = [];
  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'plant-ledger-two-'));
    const { eventStore, streamPrefix } = newLog(engine, folder);
    const first = await openEventStore(eventStore, { prefix: streamPrefix });
    stores.push(first, engine === 'sqlite' ? first : await openEventStore(eventStore, { prefix: streamPrefix }));
    await new CommandExecutor(first, AGGREGATES, { recordedAt: Date.now }).recordAll(places());
  });
  afterAll(async () => {
    for (const store of new Set(stores)) await store.close();
    await rm(folder, { recursive: true });
  });

  const executors = () => stores.map((store) => new CommandExecutor(store, AGGREGATES, { recordedAt: Date.now }));
  const inLog = async (number: number) => (await stores[0]?.readStream(`unit-${vin(number)}`))?.map(fromStored) ?? [];

  /** Each writer tells its events one after the other, through the one executor or the other. */
  const writeAll = async (writers: readonly (readonly SourceEvent[])[]): Promise<Outcome[]> => {
    const two = executors();
    const reported = await Promise.all(
      writers.map(async (events, writer) => {
        const outcomes: Outcome[] = [];
        for (const event of events) outcomes.push(...((await two[writer % 2]?.recordAll([event])) ?? []));
        return outcomes;
      }),
    );
    return reported.flat();
  };

  it('16 writers on one unit: no update is lost, and the history is one that the rules allow', async () => {
    const at = '2024-03-02T08:00:00Z';
    await executors()[0]?.recordAll([produced(1)]);
    const outcomes = await writeAll(
      Array.from({ length: 16 }, (_, writer) =>
        Array.from({ length: 6 }, (_, round) => ((writer + round) % 2 === 0 ? held : released)(1, { at })),
      ),
    );
    const accepted = outcomes.filter(({ result }) => result === 'accepted');
    expect(accepted.length).toBeGreaterThan(0);
    const refusals = new Set(
      outcomes.flatMap((outcome) => (outcome.result === 'rejected' ? [outcome.code] : [outcome.result])),
    );
    // A release at the instant of one that stands tells the same.
    expect(['accepted', 'already-held', 'not-held', 'duplicate']).toEqual(expect.arrayContaining([...refusals]));
    const [made, ...history] = await inLog(1);
    expect(made?.type).toBe('UnitProduced');
    expect(history.map(({ type }) => type)).toEqual(
      history.map((_, index) => (index % 2 ? 'UnitReleased' : 'UnitHeld')),
    );
    expect(history.map(({ eventId }) => eventId).sort()).toEqual(accepted.map(({ eventId }) => eventId).sort());
  });

  it('16 writers that all tell one unit’s life: every fact is kept once', async () => {
    const life = [produced(2), shipped(2), delivered(2)];
    const outcomes = await writeAll(Array.from({ length: 16 }, () => life));
    expect(outcomes.filter(({ result }) => result !== 'accepted' && result !== 'duplicate')).toEqual([]);
    expect((await inLog(2)).map(({ eventId }) => eventId)).toEqual(life.map(({ eventId }) => eventId));
  });

  it('16 writers that tell it backwards: what waits is taken in once, by whoever brings the production', async () => {
    const life = [delivered(3), shipped(3), produced(3)];
    const outcomes = await writeAll(Array.from({ length: 16 }, () => life));
    expect(outcomes.filter(({ result }) => result === 'rejected')).toEqual([]);
    const events = await inLog(3);
    const facts = events.filter(({ type }) => /^Unit(Produced|Shipped|Delivered)$/.test(type));
    expect(facts.map(({ type }) => type)).toEqual(['UnitProduced', 'UnitShipped', 'UnitDelivered']);
    expect(events.reduce(evolveUnit, NEW_UNIT)).toMatchObject({ parked: [], life: { account: 'delivered' } });
  });

  it('64 writers on units of their own: all is taken in', async () => {
    const writers = Array.from({ length: 64 }, (_, writer) => {
      const number = 100 + writer;
      return [produced(number), held(number), released(number), shipped(number), delivered(number)];
    });
    const outcomes = await writeAll(writers);
    expect(outcomes.filter(({ result }) => result !== 'accepted')).toEqual([]);
    for (const [writer, events] of writers.entries())
      expect((await inLog(100 + writer)).map(({ eventId }) => eventId)).toEqual(events.map(({ eventId }) => eventId));
  });
});
