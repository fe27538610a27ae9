import fc from 'fast-check';
import type { Decision } from '../decision.js';
import type { SourceEvent } from '../event.js';
import { nearestWithinADay } from '../same-day.js';
import { hour, iso } from '../testing/facts.js';
import { given } from '../testing/given.js';
import { commissioned, halted, lineCorrected, lineVoided, resumed } from '../testing/line-facts.js';
import { line } from '../testing/world.js';
import { haltsOf, resumptionLeftIdle, type Halt } from './halts.js';
import type { LineEventType } from './line.events.js';
import { standingOf } from './line.standing.js';
import { asLineFact, type LineState } from './line.state.js';

/** What is decided of a resumption, worked out from all of the line's halts: the rule, without what makes it quick. */
function asTheRuleSaysIt({ facts }: LineState, event: SourceEvent<'LineResumed'>): string {
  const { halt: named } = event.data;
  const [all, at] = [[...facts], event.occurredAt];
  const halts = haltsOf(all).filter((one) => named === undefined || one.halt === named);
  const mayEnd = ({ startedAt }: Halt) => (named === undefined ? startedAt < at : startedAt <= at);
  if (halts.some((one) => one.endedAt === undefined && mayEnd(one))) return 'accept';
  const endedByAll = (one: Halt) => all.some(({ eventId, halt }) => eventId === one.endedBy && halt === undefined);
  const isCovered = halts.some((one) => mayEnd(one) && at < (one.endedAt ?? one.startedAt) && endedByAll(one));
  const after = [...all, asLineFact({ ...event, position: undefined })];
  if (isCovered && !resumptionLeftIdle(after, haltsOf(all))) return 'accept';
  const first = nearestWithinADay(all, at, (fact) => {
    const [from, to] = [Math.min(fact.occurredAt, at), Math.max(fact.occurredAt, at)];
    const isNext = halts.some(({ startedAt }) => startedAt >= from && startedAt < to);
    return fact.type === 'LineResumed' && fact.halt === named && (named !== undefined || !isNext);
  });
  if (first) return `duplicate ${first.eventId}`;
  const waiting = halts.find(({ endedAt }) => endedAt === undefined);
  if (waiting) return `resumed-before-halted "${waiting.halt}" ${iso(waiting.startedAt)}`;
  const ended = named === undefined ? undefined : halts.find(({ endedAt }) => endedAt !== undefined);
  return ended ? `not-halted ${iso(Number(ended.endedAt))} ${ended.endedBy}` : 'not-halted';
}

/** Whether a decision is the one expected, and names what that names. */
function expectDecision(decision: Decision, expected: string): void {
  const [kind = '', ...names] = expected.split(' ');
  const reported =
    decision.kind === 'duplicate'
      ? `duplicate ${decision.first.eventId}`
      : decision.kind === 'refuse'
        ? `${decision.code} ${decision.detail}`
        : decision.kind;
  expect(reported).toMatch(new RegExp(`^${kind}`));
  for (const name of names) expect(reported).toContain(name);
}

const steps = fc.array(
  fc.record({
    kind: fc.constantFrom('halted', 'halted', 'halted', 'resumed', 'resumed', 'resumed', 'voided', 'corrected'),
    at: fc.nat(40),
    halt: fc.constantFrom(undefined, undefined, 'a', 'b', 'c'),
    of: fc.nat(19),
    to: fc.nat(40),
  }),
  { minLength: 2, maxLength: 16 },
);

function eventsOf(list: readonly (typeof steps extends fc.Arbitrary<infer Steps> ? Steps : never)[number][]) {
  return list.reduce<SourceEvent<LineEventType>[]>((events, { kind, at, halt, of, to }, index) => {
    const id = `event ${index}`;
    const target = events[of % events.length] ?? commissioned();
    const made = {
      halted: () => halted(at, halt ? { halt } : {}, id),
      resumed: () => resumed(at, halt, id),
      voided: () => lineVoided(at, target, id),
      corrected: () => lineCorrected(at, target, { occurredAt: iso(hour(to)) }, id),
    }[kind]();
    return [...events, made];
  }, []);
}

describe('a resumption', () => {
  it('is decided as the rule says it, and where the line stands is what all its facts tell', () => {
    const reported: Record<string, number> = {};
    fc.assert(
      fc.property(steps, (list) => {
        let stream = given(line, commissioned());
        for (const event of eventsOf(list)) {
          const { decision, after } = stream.when(event);
          if (event.type === 'LineResumed' && stream.state.commissioned) {
            const expected = asTheRuleSaysIt(stream.state, event);
            const [kind = ''] = expected.split(' ');
            reported[kind] = (reported[kind] ?? 0) + 1;
            expectDecision(decision, expected);
          }
          stream = after;
          const open = haltsOf(stream.state.facts).filter(({ endedAt }) => endedAt === undefined);
          expect([...standingOf(stream.state).open].map(({ eventId }) => eventId)).toEqual(
            open.map(({ eventId }) => eventId),
          );
        }
      }),
      { numRuns: 1_500 },
    );
    for (const kind of ['accept', 'duplicate', 'resumed-before-halted', 'not-halted'])
      expect(reported[kind]).toBeGreaterThan(50);
  });
});

describe('a line with years of halts', () => {
  const spent = (work: () => void): number => {
    const before = process.cpuUsage();
    work();
    const { user, system } = process.cpuUsage(before);
    return (user + system) / 1_000;
  };
  /** Named halts, an hour each. */
  const years = (count: number) =>
    Array.from({ length: count }, (_, number) =>
      number % 2 === 0
        ? halted(number, { halt: `h${number >> 1}` }, `halted ${number}`)
        : resumed(number, `h${number >> 1}`, `resumed ${number}`),
    );

  it('is read, and its next events are decided, without going through all that was', () => {
    const events = years(8_000).map((event) => ({ ...event, position: undefined }));
    let state = line.evolve(line.initial, { ...commissioned(), position: 0n, stream: '', revision: 0, recordedAt: 0 });
    let accepted = 0;
    const decided = spent(() => {
      for (const event of events) {
        if (line.decide(state, event, 0).kind === 'accept') accepted += 1;
        state = line.evolve(state, { ...event, position: 0n, stream: '', revision: 0, recordedAt: 0 });
      }
    });
    // Processor time, about a tenth of this; where each event had all halts worked out, 20,000 of them took minutes.
    expect(decided).toBeLessThan(10_000);
    expect(accepted).toBe(8_000);
  });

  it('tells a resumption that is told again among halts that all stand at once', () => {
    const many = Array.from({ length: 4_000 }, (_, number) => halted(0, { halt: `h${number}` }, `halted ${number}`));
    const ended = many.map((_, number) => resumed(9, `h${number}`, `resumed ${number}`));
    const stream = given(line, commissioned(), halted(1), resumed(11));
    const state = [...many, ...ended].reduce(
      (now, event) => line.evolve(now, { ...event, position: 0n, stream: '', revision: 0, recordedAt: 0 }),
      stream.state,
    );
    expect(spent(() => void line.decide(state, resumed(5), 0))).toBeLessThan(250);
  });
});
