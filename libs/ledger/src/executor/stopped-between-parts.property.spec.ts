import fc from 'fast-check';
import type { SourceEvent } from '@plant-ledger/domain';
import { START, StoreUnavailableError, type EventStore, type Position } from '@plant-ledger/event-store';
import type { Outcome } from '../outcome.js';
import { places, reported, vin } from '../testing/events.js';
import { recorded, temporaryStore, type TemporaryStore } from '../testing/temporary-store.js';
import { parkWithoutBound } from '../testing/waiting.js';
import { AGGREGATES } from '../aggregates.js';
import { CommandExecutor } from './command-executor.js';

const RUNS = 25;
const LONG = 'x'.repeat(99_000);

/** What is decided alike whenever it is sent again: what an answer that nobody heard refused stays refused. */
const SENT = ['UnitProduced', 'UnitReceived', 'UnitEventVoided', 'LineHalted'] as const;
/** A hold dated before the production is late history. */
const WAITING = ['UnitHeld', 'UnitHeld', 'UnitReceived', 'UnitEventVoided'] as const;

interface Reporting {
  readonly type: (typeof SENT | typeof WAITING)[number];
  readonly unit: 0 | 1;
  /** A void amends the event sent so many places before it. */
  readonly back: number;
  readonly reason: string;
}

const reporting = (types: readonly Reporting['type'][]): fc.Arbitrary<Reporting> =>
  fc.record({
    type: fc.constantFrom(...types),
    unit: fc.constantFrom(0, 1),
    back: fc.integer({ min: 1, max: 6 }),
    reason: fc.constantFrom('r', LONG, LONG),
  });

const MADE: readonly Reporting[] = ([0, 1] as const).map((unit) => ({
  type: 'UnitProduced',
  unit,
  back: 0,
  reason: '',
}));

const plan = fc.record({
  waiting: fc.array(reporting(WAITING), { minLength: 20, maxLength: 70 }),
  batch: fc.array(reporting(SENT), { minLength: 1, maxLength: 40 }),
  /** At which appends of a process its life ends, and whether what it was appending then is in the log. */
  stops: fc.array(fc.record({ after: fc.nat(6), isWritten: fc.boolean() }), { minLength: 1, maxLength: 4 }),
});

function eventOf(run: number, { type, unit, back, reason }: Reporting, number: number): SourceEvent {
  const source = `//test/${run}`;
  const ofUnit = { vin: vin(run * 2 + unit) };
  const data: Record<Reporting['type'], object> = {
    UnitProduced: { ...ofUnit, model: 'su7', plant: 'bj-1', line: 'a' },
    UnitHeld: { ...ofUnit, reason },
    UnitReceived: { ...ofUnit, site: 'sh' },
    UnitEventVoided: { ...ofUnit, voids: { source, id: `${number - back}` }, reason: 'r' },
    LineHalted: { plant: 'bj-1', line: 'a', halt: `${run}-${number}`, reason, planned: false },
  };
  // In another order than they are sent in, and no two of one day; all after the production.
  const apart = 2 + 2 * (((number + 1_009) * 389) % 1_009);
  const day = type === 'UnitProduced' ? 0 : type === 'UnitHeld' ? -apart : apart;
  const at = new Date(Date.parse('2012-03-01T08:00:00Z') + day * 86_400_000).toISOString();
  // A production is not voided: whether it can be depends on what else is.
  const id = type === 'UnitProduced' ? `made ${number}` : `${number}`;
  return reported(type, { ...data[type] }, { source, id, at });
}

let run = 0;
let logs: readonly TemporaryStore[] = [];
beforeAll(async () => {
  logs = [await temporaryStore(), await temporaryStore()];
  for (const { store } of logs) await executorOver(store).recordAll(places());
});
afterAll(async () => {
  for (const log of logs) await log.remove();
});

const executorOver = (store: EventStore) => new CommandExecutor(store, AGGREGATES, { recordedAt: () => 0 });

/** Each stream written after a position: its events, in order. */
async function streamsOf(store: EventStore, origin: Position): Promise<Record<string, string[]>> {
  const streams: Record<string, string[]> = {};
  for (const { stream, type, eventId } of await recorded(store, origin))
    (streams[stream] ??= []).push(`${type} ${eventId}`);
  return streams;
}

/** The store of a process that ends at one of its appends. */
function ending(
  store: EventStore,
  { after, isWritten }: { readonly after: number; readonly isWritten: boolean },
): EventStore {
  let appends = 0;
  return {
    ...store,
    async appendMany(parts) {
      const isEnd = (appends += 1) > after;
      const results = isEnd && !isWritten ? [] : await store.appendMany(parts);
      if (isEnd) throw new StoreUnavailableError('the process has ended');
      return results;
    },
  };
}

describe('a process that ends between the parts of what it appends', () => {
  it('leaves what the next one completes: every event once, as if it had not ended', async () => {
    await fc.assert(
      fc.asyncProperty(plan, async ({ waiting, batch, stops }) => {
        run += 1;
        const [whole, ended] = logs.map(({ store }) => store);
        if (!whole || !ended) throw new Error('no stores');
        const parked = waiting.map((one, index) => eventOf(run, one, index - waiting.length));
        // What comes before its unit's production may be refused as too much, and taken when it is sent again after it.
        const events = [...MADE, ...batch].map((one, index) => eventOf(run, one, index));
        const origins = await Promise.all([whole, ended].map((store) => store.head()));
        for (const store of [whole, ended])
          for (const unit of [0, 1])
            await parkWithoutBound(
              store,
              vin(run * 2 + unit),
              parked.filter((_, index) => waiting[index]?.unit === unit),
            );
        const undisturbed = await executorOver(whole).recordAll(events);

        for (const stop of stops)
          await executorOver(ending(ended, stop))
            .recordAll(events)
            .catch((error: unknown) => {
              if (!(error instanceof StoreUnavailableError)) throw error;
            });
        const resent = await executorOver(ended).recordAll(events);

        const streams = await streamsOf(ended, origins[1] ?? START);
        expect(streams).toEqual(await streamsOf(whole, origins[0] ?? START));
        const all = Object.values(streams).flat();
        const holds = parked.filter(({ type }) => type === 'UnitHeld').map(({ type, eventId }) => `${type} ${eventId}`);
        expect(all).toEqual(expect.arrayContaining(holds));
        expect(new Set(all).size).toBe(all.length);
        expect(resent.map(codeOf)).toEqual(undisturbed.map(codeOf));
        await executorOver(ended).recordAll(events);
        expect(await streamsOf(ended, origins[1] ?? START)).toEqual(streams);
      }),
      { numRuns: RUNS, endOnFailure: true },
    );
  });
});

/** What was refused, and why; all else is kept: what waited when it was sent first may be taken in by now. */
function codeOf(outcome: Outcome): string {
  return outcome.result === 'rejected' ? outcome.code : 'kept';
}
