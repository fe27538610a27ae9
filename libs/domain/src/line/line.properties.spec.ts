import fc from 'fast-check';
import type { RecordedEvent, SourceEvent } from '../event.js';
import { given } from '../testing/given.js';
import { commissioned, halted, lineCorrected, lineVoided, rated, resumed } from '../testing/line-facts.js';
import { hour, iso } from '../testing/facts.js';
import { line } from '../testing/world.js';
import { haltsOf } from './halts.js';
import { NEW_LINE, type LineState } from './line.state.js';
import type { LineEventType } from './line.events.js';

/** Anything that sources may tell of one line, possible or not. */
const anything = fc
  .array(
    fc.record({
      kind: fc.constantFrom('halted', 'halted', 'halted', 'resumed', 'resumed', 'rated', 'voided', 'corrected'),
      at: fc.nat(30),
      halt: fc.constantFrom(undefined, undefined, 'a', 'b'),
      planned: fc.boolean(),
      of: fc.nat(11),
      to: fc.nat(30),
    }),
    { minLength: 2, maxLength: 12 },
  )
  .map((list) =>
    list.reduce<SourceEvent<LineEventType>[]>(
      (events, { kind, at, halt, planned, of, to }, index) => {
        const id = `event ${index}`;
        const target = events[of % events.length] ?? commissioned();
        const made = {
          halted: () => halted(at, halt ? { halt, planned } : { planned }, id),
          resumed: () => resumed(at, halt, id),
          rated: () => ({ ...rated(at, 10 + to) }),
          voided: () => lineVoided(at, target, id),
          corrected: () => lineCorrected(at, target, { occurredAt: iso(hour(to)) }, id),
        }[kind]();
        return [...events, made];
      },
      [commissioned()],
    ),
  );

const play = (events: readonly SourceEvent<LineEventType>[]) =>
  events.reduce((stream, event) => stream.when(event).after, given(line));
const fold = (log: readonly RecordedEvent[]) => log.reduce((state, event) => line.evolve(state, event), NEW_LINE);
const haltsIn = ({ facts }: LineState) => haltsOf(facts).toSorted((x, y) => (x.eventId < y.eventId ? -1 : 1));
const isFact = ({ type }: RecordedEvent) =>
  type === 'LineHalted' || type === 'LineResumed' || type === 'LineRateChanged';

describe('whatever sources tell of a line', () => {
  it('gives the same halts in any order that its accepted facts arrive in', () => {
    let halts = 0;
    const inAnyOrder = anything.chain((events) => {
      const { log } = play(events);
      const facts = log.filter(isFact);
      const arrival = fc.shuffledSubarray([...facts], { minLength: facts.length, maxLength: facts.length });
      return fc.record({ log: fc.constant(log), arrival });
    });
    fc.assert(
      fc.property(inAnyOrder, ({ log, arrival }) => {
        const others = log.filter((event) => !isFact(event));
        const [first, ...amendments] = others;
        const reported = haltsIn(fold(log));
        halts += reported.length;
        expect(haltsIn(fold([...(first ? [first] : []), ...arrival, ...amendments]))).toEqual(reported);
      }),
      { numRuns: 600 },
    );
    expect(halts).toBeGreaterThan(600);
  });

  it('ends every halt with the first resumption after it began, or at that instant where it is named', () => {
    fc.assert(
      fc.property(anything, (events) => {
        const { facts } = play(events).state;
        for (const { eventId, halt, startedAt, endedAt } of haltsOf(facts)) {
          const ends = facts.filter(({ type }) => type === 'LineResumed');
          const named = ends.filter((one) => one.halt === halt && one.occurredAt >= startedAt);
          const unnamed = ends.filter((one) => one.halt === undefined && one.occurredAt > startedAt);
          const first = Math.min(...[...named, ...unnamed].map(({ occurredAt }) => occurredAt));
          expect([eventId, endedAt ?? Infinity]).toEqual([eventId, first]);
        }
      }),
      { numRuns: 400 },
    );
  });

  it('changes nothing when it is told twice', () => {
    fc.assert(
      fc.property(anything, (events) => {
        let stream = given(line);
        for (const event of events) {
          const { decision, after } = stream.when(event);
          stream = after;
          const again = stream.when(event);
          expect(again.decision.kind).toBe(decision.kind === 'accept' ? 'duplicate' : decision.kind);
          expect(again.after.state).toEqual(after.state);
        }
      }),
      { numRuns: 400 },
    );
  });

  it('never leaves a halt that ends before it began, nor one that a void took away', () => {
    fc.assert(
      fc.property(anything, (events) => {
        const { state, log } = play(events);
        const gone = new Set(state.known.filter(({ type }) => type === 'LineEventVoided').map(({ amends }) => amends));
        for (const { startedAt, endedAt, eventId } of haltsOf(state.facts)) {
          expect(endedAt ?? startedAt).toBeGreaterThanOrEqual(startedAt);
          expect(gone.has(eventId)).toBe(false);
        }
        expect(fold(log)).toEqual(state);
      }),
      { numRuns: 400 },
    );
  });
});
