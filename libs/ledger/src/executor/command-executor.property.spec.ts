import fc from 'fast-check';
import type { EventType, SourceEvent } from '@plant-ledger/domain';
import { START, type EventStore, type Position } from '@plant-ledger/event-store';
import type { Outcome } from '../outcome.js';
import { reported, vin } from '../testing/events.js';
import { recorded, temporaryStore, type TemporaryStore } from '../testing/temporary-store.js';
import type { Aggregate } from '../aggregate.js';
import { AGGREGATES } from '../aggregates.js';
import { CommandExecutor } from './command-executor.js';

const RUNS = 40;
const UNITS = 4;

/** What a source may tell of a thing of this run; `id` is from a small pool, so events come again, and ids are used again. */
interface Reporting {
  readonly what: EventType;
  readonly unit: number;
  readonly id: number;
  readonly hour: number;
  readonly source: number;
}

const reporting: fc.Arbitrary<Reporting> = fc.record({
  what: fc.constantFrom<EventType>(
    ...(['PlantRegistered', 'LineCommissioned', 'SiteOpened', 'LineHalted', 'LineResumed'] as const),
    ...(['UnitProduced', 'UnitProduced', 'UnitHeld', 'UnitReleased', 'UnitShipped', 'UnitReceived'] as const),
    ...([
      'UnitDelivered',
      'UnitDelivered',
      'UnitReturned',
      'UnitScrapped',
      'UnitEventVoided',
      'UnitEventCorrected',
    ] as const),
  ),
  unit: fc.nat(UNITS - 1),
  id: fc.nat(3),
  hour: fc.nat(5),
  source: fc.nat(1),
});

function eventOf(run: number, { what, unit, id, hour, source }: Reporting): SourceEvent {
  const [plant, line, site] = [`p${run}`, 'a', `s${run}`];
  const [ofUnit, ofLine] = [{ vin: vin(run * UNITS + unit) }, { plant, line }];
  const sender = `//test/${run}/${source}`;
  const amended = { source: sender, id: `UnitDelivered-${unit}-${id}` };
  const data: Partial<Record<EventType, object>> = {
    PlantRegistered: { plant, name: 'Plant', timeZone: 'UTC', vinCheckDigit: 'ignore' },
    LineCommissioned: { ...ofLine, unitsPerHour: 10 },
    SiteOpened: { site, kind: 'delivery', city: 'Berlin' },
    LineHalted: { ...ofLine, halt: `h${id}`, reason: 'power', planned: false },
    LineResumed: { ...ofLine, halt: `h${id}` },
    UnitProduced: { ...ofUnit, model: 'su7', ...ofLine },
    UnitEventVoided: { ...ofUnit, voids: amended, reason: 'wrong' },
    UnitEventCorrected: {
      ...ofUnit,
      corrects: amended,
      changes: { occurredAt: '2024-03-01T23:00:00Z' },
      reason: 'wrong',
    },
    UnitShipped: { ...ofUnit, site },
    UnitReceived: { ...ofUnit, site },
    UnitDelivered: { ...ofUnit, site },
    UnitReturned: { ...ofUnit, site, reason: 'broken' },
  };
  const sent = { source: sender, id: `${what}-${unit}-${id}`, at: `2024-03-01T0${hour}:00:00Z` };
  return reported(what, { ...(data[what] ?? { ...ofUnit, reason: 'paint' }) }, sent);
}

const batches = fc.array(fc.array(reporting, { minLength: 1, maxLength: 12 }), { minLength: 1, maxLength: 10 });

let run = 0;
const logs: TemporaryStore[] = [];
let stores: readonly EventStore[] = [];
beforeAll(async () => {
  for (let count = 0; count < 4; count += 1) logs.push(await temporaryStore());
  stores = logs.map(({ store }) => store);
});
afterAll(async () => {
  for (const log of logs) await log.remove();
});

const executorOver = (store: EventStore, remembered: number) =>
  new CommandExecutor(store, AGGREGATES, { recordedAt: () => 0, remembered });

/** Each stream written after a position: its events, in order. */
async function streamsOf(store: EventStore, origin: Position): Promise<Record<string, string[]>> {
  const streams: Record<string, string[]> = {};
  for (const { stream, type, eventId } of await recorded(store, origin))
    (streams[stream] ??= []).push(`${type} ${eventId}`);
  return streams;
}

/** What is answered, without the place in an order between streams that is free. */
const answers = (outcomes: readonly Outcome[]) => outcomes.map((outcome) => ({ ...outcome, position: undefined }));

describe('random batches of random events', () => {
  it('end the same in one batch after the other, one event after the other, and by two executors in turns', async () => {
    await fc.assert(
      fc.asyncProperty(batches, fc.integer({ min: 2, max: 40 }), async (reportings, remembered) => {
        run += 1;
        const [batched, single, inTurns] = stores;
        if (!batched || !single || !inTurns) throw new Error('no stores');
        // A delivery that waits for its site holds up what comes after it: within a batch here, else as the quarantine knows.
        const opened: Reporting = { what: 'SiteOpened', unit: 0, id: 0, hour: 0, source: 0 };
        const sent = [[opened], ...reportings].map((batch) => batch.map((one) => eventOf(run, one)));
        const origins = await Promise.all([batched, single, inTurns].map((store) => store.head()));
        const written = (store: EventStore) => streamsOf(store, origins[stores.indexOf(store)] ?? START);
        const executor = executorOver(batched, remembered);
        const one = executorOver(single, 1_000);
        const two = [executorOver(inTurns, remembered), executorOver(inTurns, remembered)];
        const outcomes: Record<'batched' | 'single' | 'inTurns', Outcome[]> = { batched: [], single: [], inTurns: [] };
        for (const [turn, batch] of sent.entries()) {
          outcomes.batched.push(...(await executor.recordAll(batch)));
          for (const event of batch) outcomes.single.push(...(await one.recordAll([event])));
          outcomes.inTurns.push(...((await two[turn % 2]?.recordAll(batch)) ?? []));
        }
        const streams = await written(single);
        expect(await written(batched)).toEqual(streams);
        expect(await written(inTurns)).toEqual(streams);
        expect(answers(outcomes.batched)).toEqual(answers(outcomes.single));
        // Two that do not share a memory may both have an event accepted that only one of them appended.
        expect(answers(outcomes.inTurns).map(asReportedOnce)).toEqual(answers(outcomes.single).map(asReportedOnce));
      }),
      { numRuns: RUNS, endOnFailure: true },
    );
  });

  it('by two executors at once keep every accepted fact once, and leave only histories that the rules allow', async () => {
    await fc.assert(
      fc.asyncProperty(batches, fc.integer({ min: 2, max: 40 }), async (reportings, remembered) => {
        run += 1;
        const [, , , store] = stores;
        if (!store) throw new Error('no store');
        const sent = reportings.map((batch) => batch.map((one) => eventOf(run, one)));
        const origin = await store.head();
        const [one, other] = [executorOver(store, remembered), executorOver(store, remembered)];
        const outcomes = (
          await Promise.all(sent.map((batch, turn) => (turn % 2 === 0 ? one : other).recordAll(batch)))
        ).flat();
        const counts = countsOf(await streamsOf(store, origin));
        expect([...counts].filter(([, count]) => count > 1)).toEqual([]);
        for (const outcome of outcomes)
          if (outcome.result === 'accepted') expect(counts.has(outcome.eventId)).toBe(true);
        expect(outcomes.every((outcome) => outcome.result !== 'duplicate' || counts.has(outcome.first ?? ''))).toBe(
          true,
        );
        await expectPossible(store, origin);
        await sendAgain(store, sent.flat(), outcomes);
      }),
      { numRuns: RUNS, endOnFailure: true },
    );
  });
});

function asReportedOnce(outcome: Outcome): object {
  const { eventId, result } = outcome;
  if (result === 'accepted' || (result === 'duplicate' && outcome.first === eventId))
    return { eventId, reported: true };
  return outcome;
}

function countsOf(streams: Record<string, string[]>): Map<string, number> {
  const counts = new Map<string, number>();
  for (const named of Object.values(streams).flat()) {
    const eventId = named.split(' ')[1] ?? '';
    counts.set(eventId, (counts.get(eventId) ?? 0) + 1);
  }
  return counts;
}

/** The folds themselves refuse a history that the rules do not allow. */
async function expectPossible(store: EventStore, origin: Position): Promise<void> {
  const states = new Map<string, unknown>();
  for (const event of await recorded(store, origin)) {
    const { initial, evolve }: Aggregate = AGGREGATES[event.stream.replace(/-.*/, '') as keyof typeof AGGREGATES];
    states.set(event.stream, evolve(states.get(event.stream) ?? initial, event));
  }
}

async function sendAgain(store: EventStore, events: readonly SourceEvent[], before: readonly Outcome[]): Promise<void> {
  const accepted = events.filter((_, index) => before[index]?.result === 'accepted');
  const head = await store.head();
  const outcomes = await executorOver(store, 1_000).recordAll(accepted);
  expect(outcomes.filter(({ result }) => result !== 'duplicate')).toEqual([]);
  expect(await store.head()).toBe(head);
}
