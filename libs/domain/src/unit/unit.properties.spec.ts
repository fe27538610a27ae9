import fc from 'fast-check';
import type { Decision } from '../decision.js';
import { given } from '../testing/given.js';
import { anything, life, lifeInAnyOrder } from '../testing/lives.js';
import { unit } from '../testing/world.js';
import { bookUnit, type Transfer } from './unit.books.js';
import { ACCOUNTS, NEW_UNIT, type UnitState } from './unit.state.js';

const RUNS = { numRuns: 500 };

describe('any life of a unit', () => {
  it('that is possible is accepted as it comes, but for a receipt where it was received within the day before', () => {
    fc.assert(
      fc.property(life, ({ facts, account }) => {
        let stream = given(unit);
        for (const fact of facts) {
          const { decision, after } = stream.when(fact);
          stream = after;
          if (decision.kind !== 'accept')
            expect([fact.type, decision]).toMatchObject(['UnitReceived', { kind: 'duplicate', differs: {} }]);
        }
        expect(stream.state.life.account).toBe(account);
      }),
      RUNS,
    );
  });

  it('ends in the same account in whatever order it arrives, or something of it is named: refused, or a duplicate that differs', () => {
    let [same, named] = [0, 0];
    fc.assert(
      fc.property(lifeInAnyOrder, ({ account, arrival }) => {
        let stream = given(unit);
        let isNamed = false;
        for (const event of arrival) {
          const { decision, after } = stream.when(event);
          stream = after;
          isNamed ||= decision.kind === 'refuse' || (decision.kind === 'duplicate' && decision.differs !== undefined);
        }
        isNamed ||= stream.log.some(({ type }) => type === 'UnitParkedFactSettled');
        if (isNamed) named += 1;
        else same += 1;
        if (!isNamed) expect(stream.state.life.account).toBe(account);
        expect(stream.state.parked).toEqual([]);
      }),
      RUNS,
    );
    // Both outcomes must have been seen often, or the property says little.
    expect(Math.min(same, named)).toBeGreaterThan(RUNS.numRuns / 10);
  });
});

describe('whatever sources tell of a unit', () => {
  it('changes nothing when it is told twice', () => {
    fc.assert(
      fc.property(anything, (events) => {
        let stream = given(unit);
        for (const event of events) {
          const first = stream.when(event);
          stream = first.after;
          // What was parked may be settled as rejected in the same append: sent again, it is decided anew.
          const again = stream.when(event);
          expect(again.decision).toMatchObject(secondAnswer(first.decision));
          expect(again.after.log.length).toBe(stream.log.length);
          expect(again.after.state).toEqual(stream.state);
        }
      }),
      RUNS,
    );
  });

  it('is accepted before the same event is a duplicate, however much came in between', () => {
    fc.assert(
      fc.property(anything, (events) => {
        const { log, state } = play(events);
        const accepted = log.filter(({ eventId }) => isKnown(state, eventId));
        for (const event of accepted) {
          const sent = events.find(({ eventId, hash }) => eventId === event.eventId && hash === event.hash);
          if (sent) expect(unit.decide(state, sent, log.length - 1)).toMatchObject({ kind: 'duplicate' });
        }
        expect(new Set(log.map(({ eventId }) => eventId)).size).toBe(log.length);
      }),
      RUNS,
    );
  });

  it('once decided can always be folded, and folded anew from the log gives the same unit', () => {
    let appended = 0;
    fc.assert(
      fc.property(anything, (events) => {
        const { log, state } = play(events);
        appended += log.length;
        expect(log.reduce((now, event) => unit.evolve(now, event), NEW_UNIT)).toEqual(state);
      }),
      RUNS,
    );
    expect(appended).toBeGreaterThan(RUNS.numRuns * 3);
  });

  it('leaves the books in balance after every event', () => {
    let reversals = 0;
    fc.assert(
      fc.property(anything, (events) => {
        const books: Transfer[] = [];
        let state = NEW_UNIT;
        for (const event of play(events).log) {
          const done = bookUnit(state, event);
          expect(done.state).toEqual(unit.evolve(state, event));
          expect(done.transfers.every(({ cause }) => cause === event.eventId)).toBe(true);
          state = done.state;
          books.push(...done.transfers);
          expectBalance(books, state);
        }
        reversals += books.filter(({ amount }) => amount === -1).length;
      }),
      RUNS,
    );
    expect(reversals).toBeGreaterThan(RUNS.numRuns / 10);
  });
});

function play(events: readonly Parameters<typeof unit.decide>[1][]) {
  return events.reduce((stream, event) => stream.when(event).after, given(unit));
}

function secondAnswer(first: Decision): object {
  switch (first.kind) {
    case 'accept':
    case 'duplicate':
      return { kind: 'duplicate' };
    case 'park':
      return { kind: 'park', events: [] };
    case 'refuse':
    case 'settled':
      return { kind: first.kind, code: first.code };
  }
}

function isKnown(state: UnitState, eventId: string): boolean {
  return [...state.facts, ...state.amendments].some((known) => known.eventId === eventId);
}

function expectBalance(books: readonly Transfer[], state: UnitState): void {
  const { account, produced } = state.life;
  const balances = new Map<string, number>();
  const add = (key: string, by: number) => balances.set(key, (balances.get(key) ?? 0) + by);
  const net = new Map<string, number>();
  for (const { debit, credit, plant, model, eventId, kind, amount, occurredAt, site } of books) {
    add(`${debit} ${plant} ${model}`, -1);
    add(`${credit} ${plant} ${model}`, 1);
    const move = amount === 1 ? `${debit}>${credit}` : `${credit}>${debit}`;
    const line = [eventId, kind, move, plant, model, occurredAt, site].join(' ');
    net.set(line, (net.get(line) ?? 0) + amount);
  }
  // Per plant and model: the source is one short, and exactly the account the unit stands in has one.
  const expected = new Map<string, number>();
  if (account !== 'none' && produced) {
    expected.set(`source ${produced.plant} ${produced.model}`, -1);
    expected.set(`${account} ${produced.plant} ${produced.model}`, 1);
  }
  expect(new Map([...balances].filter(([, sum]) => sum !== 0))).toEqual(expected);
  expect([...balances.keys()].every((key) => ACCOUNTS.some((name) => key.startsWith(`${name} `)))).toBe(true);
  // What was taken back nets to zero; what is left is each standing move, once.
  const standing = state.facts.flatMap(({ move, eventId, type, occurredAt, site }) => {
    const kind = type.slice('Unit'.length).toLowerCase();
    const dated = kind === 'delivered' || kind === 'returned' ? site : undefined;
    return move
      ? [[eventId, kind, `${move.from}>${move.to}`, produced?.plant, produced?.model, occurredAt, dated].join(' ')]
      : [];
  });
  const left = [...net].filter(([, sum]) => sum !== 0);
  expect(new Map(left)).toEqual(new Map(standing.map((line) => [line, 1])));
}
