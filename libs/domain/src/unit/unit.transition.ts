import type { RuleCode } from '../rules.js';
import type { UnitFactType } from './unit.events.js';
import { lastPlaceAfter, reportsPlace } from './unit.place.js';
import { sameFact } from './unit.same-fact.js';
import type { Life, Move, UnitFact } from './unit.state.js';

/** The effect of one fact on a unit's life. */
export type Transition =
  | { readonly kind: 'move'; readonly move: Move }
  /** Accepted and shown; the unit's account does not change. */
  | { readonly kind: 'stays' }
  /**
   * Accepted and shown as late history; books nothing. `heldFrom`: the account that a unit now on hold was in before.
   */
  | { readonly kind: 'late'; readonly heldFrom?: 'stock' | 'transit' }
  | { readonly kind: 'same'; readonly first: UnitFact }
  | { readonly kind: 'before-production' }
  | { readonly kind: 'refused'; readonly code: RuleCode };

/** A cell of the table: a move to an account, or one of the words below. */
type Cell =
  | 'stock'
  | 'transit'
  | 'delivered'
  | 'scrapped'
  | 'hold' // moves there
  | 'where it was' // released: back to the account it was held from
  | 'stays'
  | { readonly again: RuleCode } // the same fact again is a duplicate, else this refusal
  | { readonly rule: RuleCode };

const again = (code: RuleCode): Cell => ({ again: code });
const rule = (code: RuleCode): Cell => ({ rule: code });

/**
 * A unit's life: which fact may follow in which account. Rows are accounts, columns are facts; the table of the domain,
 * cell by cell.
 */
const TABLE: Readonly<Record<Exclude<Life['account'], 'none'>, Readonly<Record<UnitFactType, Cell>>>> = {
  stock: {
    UnitProduced: again('already-produced'),
    UnitHeld: 'hold',
    UnitReleased: rule('not-held'),
    UnitShipped: 'transit',
    UnitReceived: 'stays',
    UnitDelivered: 'delivered',
    UnitReturned: rule('not-delivered'),
    UnitScrapped: 'scrapped',
  },
  hold: {
    UnitProduced: again('already-produced'),
    UnitHeld: rule('already-held'),
    UnitReleased: 'where it was',
    UnitShipped: rule('unit-held'),
    UnitReceived: rule('unit-held'),
    UnitDelivered: rule('unit-held'),
    UnitReturned: rule('not-delivered'),
    UnitScrapped: 'scrapped',
  },
  transit: {
    UnitProduced: again('already-produced'),
    UnitHeld: 'hold',
    UnitReleased: rule('not-held'),
    UnitShipped: again('already-shipped'),
    UnitReceived: 'stock',
    UnitDelivered: 'delivered',
    UnitReturned: rule('not-delivered'),
    UnitScrapped: 'scrapped',
  },
  delivered: {
    UnitProduced: again('already-produced'),
    UnitHeld: rule('unit-delivered'),
    UnitReleased: rule('unit-delivered'),
    UnitShipped: rule('unit-delivered'),
    UnitReceived: rule('unit-delivered'),
    UnitDelivered: again('already-delivered'),
    UnitReturned: 'stock',
    UnitScrapped: rule('unit-delivered'),
  },
  scrapped: {
    UnitProduced: again('already-produced'),
    UnitHeld: rule('unit-scrapped'),
    UnitReleased: rule('unit-scrapped'),
    UnitShipped: rule('unit-scrapped'),
    UnitReceived: rule('unit-scrapped'),
    UnitDelivered: rule('unit-scrapped'),
    UnitReturned: rule('unit-scrapped'),
    UnitScrapped: again('already-scrapped'),
  },
};

/** Facts that, recorded late, are history and move nothing. */
const ON_THE_WAY: ReadonlySet<UnitFactType> = new Set(['UnitHeld', 'UnitReleased', 'UnitShipped', 'UnitReceived']);

/** What `fact` does to a unit whose effective facts so far are `facts` and lead to `life`. */
export function transition(life: Life, facts: readonly UnitFact[], fact: UnitFact): Transition {
  if (life.account === 'none' || !life.produced) {
    return fact.type === 'UnitProduced'
      ? { kind: 'move', move: { from: 'source', to: 'stock' } }
      : { kind: 'before-production' };
  }
  if (fact.type !== 'UnitProduced' && !fact.parked && fact.occurredAt < life.produced.occurredAt) {
    return { kind: 'refused', code: 'occurred-before-production' };
  }
  if (fact.occurredAt < life.latest && fact.type !== 'UnitProduced') {
    const first = sameFact(facts, fact);
    if (first) return { kind: 'same', first };
    const late = lateHistory(life, facts, fact);
    if (late) return late;
  }
  return enter(TABLE[life.account][fact.type], life, facts, fact);
}

/**
 * Late history, unless only holds and releases occurred since a shipment or receipt: they do not say where the unit is,
 * so it moves as usual; on hold, it changes the account that a release returns the unit to. Without this, facts
 * recorded in another order than they occurred in would leave the unit in another account.
 */
function lateHistory(life: Life, facts: readonly UnitFact[], fact: UnitFact): Transition | undefined {
  if (!ON_THE_WAY.has(fact.type)) return undefined;
  const overtaken = !reportsPlace(fact.type) || lastPlaceAfter(facts, fact.occurredAt) !== undefined;
  if (overtaken) return { kind: 'late' };
  if (life.account === 'hold') return { kind: 'late', heldFrom: fact.type === 'UnitShipped' ? 'transit' : 'stock' };
  return life.account === 'stock' || life.account === 'transit' ? undefined : { kind: 'late' };
}

function enter(cell: Cell, life: Life, facts: readonly UnitFact[], fact: UnitFact): Transition {
  if (cell === 'stays') return { kind: 'stays' };
  if (typeof cell === 'object') {
    const first = 'again' in cell ? sameFact(facts, fact) : undefined;
    return first ? { kind: 'same', first } : { kind: 'refused', code: 'again' in cell ? cell.again : cell.rule };
  }
  const from = life.account === 'none' ? 'source' : life.account;
  return {
    kind: 'move',
    move: { from, to: cell === 'where it was' ? (life.heldFrom ?? 'stock') : placed(cell, facts, fact) },
  };
}

/** A return recorded after a later shipment leaves the unit in transit. */
function placed(cell: Move['to'], facts: readonly UnitFact[], fact: UnitFact): Move['to'] {
  const shippedSince = fact.type === 'UnitReturned' && lastPlaceAfter(facts, fact.occurredAt)?.type === 'UnitShipped';
  return shippedSince ? 'transit' : cell;
}
