import { RULES, type RuleCode } from '../rules.js';
import * as reported from '../testing/facts.js';
import { given } from '../testing/given.js';
import { unit } from '../testing/world.js';
import { bookUnit } from './unit.books.js';
import type { UnitFactType } from './unit.events.js';
import type { Account } from './unit.state.js';

const { produced, held, shipped, received, delivered, returned, scrapped } = reported;

/** What a cell of the table "A unit's life" says: a move, no move, a wait, or the rule that refuses. */
type Cell = readonly [Account, Account] | 'no move' | 'parked' | RuleCode;
type Row = Readonly<Record<UnitFactType, Cell>>;

const GIVEN = {
  'not yet produced': [],
  'in stock': [produced(0)],
  'on hold': [produced(0), held(10)],
  'on hold since transit': [produced(0), shipped(10), held(20)],
  'in transit': [produced(0), shipped(10)],
  delivered: [produced(0), shipped(10), received(20), delivered(30)],
  scrapped: [produced(0), scrapped(10)],
} as const;

// More than a day after, at other sites and with another model: never the same fact again.
const WHEN = {
  UnitProduced: produced(100, { model: 'su7-max' }),
  UnitHeld: held(100),
  UnitReleased: reported.released(100),
  UnitShipped: shipped(100, 'hub-2'),
  UnitReceived: received(100, 'hub-2'),
  UnitDelivered: delivered(100, 'shop-2'),
  UnitReturned: returned(100, 'shop-2'),
  UnitScrapped: scrapped(100),
} as const;

const THEN: Readonly<Record<keyof typeof GIVEN, Row>> = {
  'not yet produced': {
    UnitProduced: ['source', 'stock'],
    UnitHeld: 'parked',
    UnitReleased: 'parked',
    UnitShipped: 'parked',
    UnitReceived: 'parked',
    UnitDelivered: 'parked',
    UnitReturned: 'parked',
    UnitScrapped: 'parked',
  },
  'in stock': {
    UnitProduced: 'already-produced',
    UnitHeld: ['stock', 'hold'],
    UnitReleased: 'not-held',
    UnitShipped: ['stock', 'transit'],
    UnitReceived: 'no move',
    UnitDelivered: ['stock', 'delivered'],
    UnitReturned: 'not-delivered',
    UnitScrapped: ['stock', 'scrapped'],
  },
  'on hold': {
    UnitProduced: 'already-produced',
    UnitHeld: 'already-held',
    UnitReleased: ['hold', 'stock'],
    UnitShipped: 'unit-held',
    UnitReceived: 'unit-held',
    UnitDelivered: 'unit-held',
    UnitReturned: 'not-delivered',
    UnitScrapped: ['hold', 'scrapped'],
  },
  'on hold since transit': {
    UnitProduced: 'already-produced',
    UnitHeld: 'already-held',
    UnitReleased: ['hold', 'transit'],
    UnitShipped: 'unit-held',
    UnitReceived: 'unit-held',
    UnitDelivered: 'unit-held',
    UnitReturned: 'not-delivered',
    UnitScrapped: ['hold', 'scrapped'],
  },
  'in transit': {
    UnitProduced: 'already-produced',
    UnitHeld: ['transit', 'hold'],
    UnitReleased: 'not-held',
    UnitShipped: 'already-shipped',
    UnitReceived: ['transit', 'stock'],
    UnitDelivered: ['transit', 'delivered'],
    UnitReturned: 'not-delivered',
    UnitScrapped: ['transit', 'scrapped'],
  },
  delivered: {
    UnitProduced: 'already-produced',
    UnitHeld: 'unit-delivered',
    UnitReleased: 'unit-delivered',
    UnitShipped: 'unit-delivered',
    UnitReceived: 'unit-delivered',
    UnitDelivered: 'already-delivered',
    UnitReturned: ['delivered', 'stock'],
    UnitScrapped: 'unit-delivered',
  },
  scrapped: {
    UnitProduced: 'already-produced',
    UnitHeld: 'unit-scrapped',
    UnitReleased: 'unit-scrapped',
    UnitShipped: 'unit-scrapped',
    UnitReceived: 'unit-scrapped',
    UnitDelivered: 'unit-scrapped',
    UnitReturned: 'unit-scrapped',
    UnitScrapped: 'already-scrapped',
  },
};

describe.each(Object.entries(THEN))('a unit %s', (state, row) => {
  const history = given(unit, ...GIVEN[state as keyof typeof GIVEN]);

  it.each(Object.entries(row).map(([type, cell]) => [type as UnitFactType, inWords(cell), cell] as const))(
    'on %s %s',
    (type, _words, cell) => {
      const reported = history.when(WHEN[type]);
      if (cell === 'parked') {
        expect(reported.parked().state).toMatchObject({ life: { account: 'none' }, parked: [{ type }] });
      } else if (cell === 'no move') {
        expect(reported.accepted().state.life.account).toBe(history.state.life.account);
        expect(transfersOf(WHEN[type])).toEqual([]);
      } else if (typeof cell === 'string') {
        reported.refused(cell);
      } else {
        const [debit, credit] = cell;
        expect(reported.accepted().state.life.account).toBe(credit);
        expect(transfersOf(WHEN[type])).toMatchObject([
          {
            debit,
            credit,
            amount: 1,
            eventId: WHEN[type].eventId,
            cause: WHEN[type].eventId,
            model: expect.any(String),
          },
        ]);
      }
    },
  );

  const transfersOf = (event: (typeof WHEN)[UnitFactType]) =>
    bookUnit(history.state, { ...event, position: 100n }).transfers;
});

function inWords(cell: Cell): string {
  if (typeof cell !== 'string') return `moves from ${cell[0]} to ${cell[1]}`;
  if (cell === 'parked') return 'waits: it is parked';
  return cell === 'no move' ? 'stays where it is' : `refuses with ${cell}: ${RULES[cell]}`;
}
