import {
  corrected,
  delivered,
  held,
  hour,
  iso,
  produced,
  received,
  returned,
  shipped,
  voided,
} from '../testing/facts.js';
import { given } from '../testing/given.js';
import { unit } from '../testing/world.js';
import { bookUnit, type Transfer } from './unit.books.js';
import type { UnitEventType } from './unit.events.js';
import type { SourceEvent } from '../event.js';

type UnitSourceEvent = SourceEvent<UnitEventType>;

/** The transfers that an event books, once accepted on this history. */
function booked(history: readonly UnitSourceEvent[], event: UnitSourceEvent): readonly Transfer[] {
  const stream = given(unit, ...history);
  stream.when(event).accepted();
  return bookUnit(stream.state, { ...event, position: 9n }).transfers;
}

const inShort = ({ kind, amount, debit, credit, plant, model, occurredAt, site }: Transfer) =>
  `${amount} ${kind} ${debit}>${credit} ${plant} ${model} ${iso(occurredAt).slice(0, 13)}${site ? ` ${site}` : ''}`;

const life = [produced(0), shipped(10), received(20), delivered(30)];

describe('what an event books', () => {
  it('is one move of the unit, with its plant and model, the site where that dates it, and itself as the cause', () => {
    expect(booked(life.slice(0, 3), delivered(30))).toEqual([
      {
        eventId: delivered(30).eventId,
        cause: delivered(30).eventId,
        kind: 'delivered',
        amount: 1,
        debit: 'stock',
        credit: 'delivered',
        plant: 'bj-1',
        model: 'su7',
        site: 'shop-1',
        occurredAt: hour(30),
      },
    ]);
    expect(booked([produced(0)], shipped(10)).map(inShort)).toEqual(['1 shipped stock>transit bj-1 su7 2024-03-01T10']);
    expect(booked(life, returned(40)).map(inShort)).toEqual([
      '1 returned delivered>stock bj-1 su7 2024-03-02T16 shop-1',
    ]);
  });

  it('is nothing for a receipt into stock, for late history and for what is parked', () => {
    expect(booked([produced(0)], received(10))).toEqual([]);
    expect(booked(life, held(15))).toEqual([]);
    const { log } = given(unit, delivered(30));
    expect(log.map((event) => bookUnit(given(unit).state, event).transfers)).toEqual([[]]);
  });
});

describe('a void', () => {
  it('books the opposite of the move, at its old values, caused by the void', () => {
    const undo = voided(800, delivered(30));
    expect(booked(life, undo)).toMatchObject([
      {
        kind: 'delivered',
        amount: -1,
        debit: 'delivered',
        credit: 'stock',
        occurredAt: hour(30),
        site: 'shop-1',
        eventId: delivered(30).eventId,
        cause: undo.eventId,
      },
    ]);
  });

  it('in the middle of a life does so for every move that changes, backwards, and then books what stands now', () => {
    // Without the receipt the delivery is made out of transit; without the shipment the receipt moves nothing.
    expect(booked(life, voided(40, received(20))).map(inShort)).toEqual([
      '-1 delivered delivered>stock bj-1 su7 2024-03-02T06 shop-1',
      '-1 received stock>transit bj-1 su7 2024-03-01T20',
      '1 delivered transit>delivered bj-1 su7 2024-03-02T06 shop-1',
    ]);
    expect(booked(life, voided(40, shipped(10))).map(inShort)).toEqual([
      '-1 received stock>transit bj-1 su7 2024-03-01T20',
      '-1 shipped transit>stock bj-1 su7 2024-03-01T10',
    ]);
  });

  it('of the production takes the unit out of the books', () => {
    expect(booked([produced(0)], voided(40, produced(0))).map(inShort)).toEqual([
      '-1 produced stock>source bj-1 su7 2024-03-01T00',
    ]);
  });

  it('of late history books nothing', () => {
    expect(booked([...life, held(15)], voided(40, held(15)))).toEqual([]);
  });
});

describe('a correction', () => {
  it('of the time books the opposite in the old month and the move in the right one', () => {
    const correction = corrected(900, delivered(30), { occurredAt: '2024-04-01T09:00:00Z' });
    expect(booked(life, correction).map(inShort)).toEqual([
      '-1 delivered delivered>stock bj-1 su7 2024-03-02T06 shop-1',
      '1 delivered stock>delivered bj-1 su7 2024-04-01T09 shop-1',
    ]);
  });

  it('of the site of a delivery books it there, as the site dates it', () => {
    expect(booked(life, corrected(40, delivered(30), { site: 'shop-2' })).map(inShort)).toEqual([
      '-1 delivered delivered>stock bj-1 su7 2024-03-02T06 shop-1',
      '1 delivered stock>delivered bj-1 su7 2024-03-02T06 shop-2',
    ]);
  });

  it('of the model or plant books every move of the unit anew', () => {
    const moves = [
      'produced source>stock',
      'shipped stock>transit',
      'received transit>stock',
      'delivered stock>delivered',
    ];
    const opposites = [
      'delivered delivered>stock',
      'received stock>transit',
      'shipped transit>stock',
      'produced stock>source',
    ];
    for (const [changes, plant, model] of [
      [{ model: 'su7-max' }, 'bj-1', 'su7-max'],
      [{ plant: 'warn-1' }, 'warn-1', 'su7'],
    ] as const)
      expect(booked(life, corrected(40, produced(0), changes)).map((line) => inShort(line).split(' 2024')[0])).toEqual([
        ...opposites.map((move) => `-1 ${move} bj-1 su7`),
        ...moves.map((move) => `1 ${move} ${plant} ${model}`),
      ]);
  });

  it('of what the books do not hold, the line, the variant or a hub, books nothing', () => {
    expect(booked(life, corrected(40, produced(0), { line: 'l-2', variant: 'blue' }))).toEqual([]);
    expect(booked(life, corrected(40, shipped(10), { site: 'hub-2' }))).toEqual([]);
  });

  it('taken in with the fact it waited for books on top of it', () => {
    const stream = given(unit, produced(0), corrected(40, delivered(30), { site: 'shop-2' }));
    const { log } = stream.when(delivered(30)).accepted('UnitDelivered', 'UnitEventCorrected');
    let { state } = stream;
    const lines = log.slice(stream.log.length).flatMap((event) => {
      const done = bookUnit(state, event);
      state = done.state;
      return done.transfers.map(inShort);
    });
    expect(lines.map((line) => line.split(' ').at(0))).toEqual(['1', '-1', '1']);
    expect(lines.at(-1)).toContain('shop-2');
  });
});
