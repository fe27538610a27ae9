import fc from 'fast-check';
import type { DecidedEvent, SourceEvent } from '../event.js';
import {
  corrected,
  delivered,
  held,
  hour,
  iso,
  produced,
  report,
  underTheIdOf,
  VIN,
  voided,
} from '../testing/facts.js';
import { given } from '../testing/given.js';
import { unit, WORLD } from '../testing/world.js';
import { referencedEventId } from '../values/event-id.js';
import { owedToUnit } from './unit.decide.js';
import { evolveUnit } from './unit.evolve.js';
import type { UnitEventType } from './unit.events.js';
import type { ParkedFact } from './unit.parked.events.js';
import { NEW_UNIT, type UnitState } from './unit.state.js';

type UnitSourceEvent = SourceEvent<UnitEventType>;

const waits = (number: number, reason = 'r') =>
  report('UnitHeld', hour(number), { vin: VIN, reason }, { id: `${number}` });
const LONG = 'r'.repeat(99_000);

describe('what waits for one unit', () => {
  it('is at most 1,000 facts; the next one is refused, and may come again once there is room', () => {
    const full = given(unit, ...Array.from({ length: 1_000 }, (_, number) => waits(number)));
    expect(full.when(waits(1_000)).refused('too-many-waiting')).toContain('1000 facts and 768 KiB');
    expect(full.when(waits(7)).decision).toMatchObject({ kind: 'park', events: [] });
    full.when(underTheIdOf(waits(7), held(3))).parked();
    full.when(produced(-1)).after.when(waits(1_000)).refused('already-held');
  });

  it('is at most 768 KiB, however few', () => {
    const seven = given(unit, ...[1, 2, 3, 4, 5, 6, 7].map((number) => waits(number, LONG)));
    seven.when(waits(8, LONG)).refused('too-many-waiting');
    seven.when(waits(8)).parked();
    seven.when(underTheIdOf(waits(7), waits(8, LONG))).parked();
  });

  it('bounds voids and corrections of what has not come, too', () => {
    const unknown = (number: number) => `00000000-0000-5000-8000-${String(number).padStart(12, '0')}`;
    const amendments = Array.from({ length: 1_000 }, (_, number) => voided(number, unknown(number)));
    const full = given(unit, produced(0), ...amendments);
    full.when(corrected(5_000, delivered(70), { site: 'shop-2' })).refused('too-many-waiting');
    full.when(delivered(70)).accepted();
  });
});

describe('more than may wait, in a log of an earlier version', () => {
  /** One who waits may amend the one so many places before it, or behind it. */
  const waiting = fc.array(
    fc.record({
      type: fc.constantFrom('UnitHeld', 'UnitReleased', 'UnitReceived', 'UnitEventVoided'),
      hour: fc.nat(200),
      shift: fc.integer({ min: -5, max: 5 }),
    }),
    { maxLength: 600 },
  );

  it('is taken in piece by piece in the order it would be taken in at once, each once', () => {
    fc.assert(
      fc.property(waiting, (plan) => {
        const facts = plan.map(({ type, hour: at, shift }, place) => {
          const data = {
            UnitHeld: { reason: 'r' },
            UnitReleased: { reason: 'r' },
            UnitReceived: { site: 'hub-1' },
            UnitEventVoided: { voids: { source: '/mes', id: `${place + shift}` }, reason: 'r' },
          }[type];
          return report(type as UnitEventType, hour(at), { vin: VIN, ...data }, { id: `${place}` });
        });
        const made = evolved(parkedAll(facts), produced(0));
        let state = made;
        const pieces: string[] = [];
        for (let revision = 0; ;) {
          const piece = owedToUnit(state, produced(0), WORLD, revision);
          if (piece.length === 0) break;
          revision += piece.length;
          pieces.push(...piece.map((one) => (one.type === 'UnitParkedFactSettled' ? one.data.parked : one.eventId)));
          state = piece.reduce(evolved, state);
        }
        expect(pieces).toEqual(oneByOne(made));
      }),
      { numRuns: 60 },
    );
  });
});

const evolved = (state: UnitState, event: DecidedEvent) => evolveUnit(state, { ...event, position: undefined });

function parkedAll(facts: readonly UnitSourceEvent[]): UnitState {
  return facts.reduce((state, event) => {
    const { occurredAt } = event;
    const waitsFor = event.type === 'UnitEventVoided' ? referencedEventId(event.data.voids) : 'production';
    const fact: ParkedFact = { ...event, occurredAt: iso(occurredAt) };
    return evolved(state, { ...event, type: 'UnitFactParked', data: { vin: VIN, waitsFor, fact } });
  }, NEW_UNIT);
}

/** Of all that are ready the earliest, one after the other: what waited is looked at anew after each. */
function oneByOne(made: UnitState): string[] {
  const order: string[] = [];
  const LIFE = ['UnitHeld', 'UnitReleased', 'UnitReceived', 'UnitEventVoided'];
  for (let state = made; ;) {
    const known = new Set([...state.facts, ...state.amendments].map(({ eventId }) => eventId));
    const [next] = state.parked
      .filter(({ waitsFor }) => waitsFor === 'production' || known.has(waitsFor))
      .toSorted((a, b) => a.instant - b.instant || LIFE.indexOf(a.type) - LIFE.indexOf(b.type));
    if (!next) return order;
    order.push(next.eventId);
    const [decided] = owedToUnit({ ...state, parked: [next] }, produced(0), WORLD, 0);
    if (!decided) throw new Error('what is ready is owed');
    state = evolved(state, decided);
  }
}
