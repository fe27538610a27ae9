import type { EvolvingEvent } from '../event.js';
import { evolveUnit } from './unit.evolve.js';
import { UNIT_FACT_TYPES, type UnitFactType } from './unit.events.js';
import type { Account, UnitFact, UnitState } from './unit.state.js';

/** What a move is called in explanations: `produced` of `UnitProduced`. */
export type TransferKind = KindOf<UnitFactType>;
type KindOf<Type> = Type extends `Unit${infer What}` ? Uncapitalize<What> : never;

const KINDS = Object.fromEntries(UNIT_FACT_TYPES.map((type) => [type, kindOf(type)])) as Readonly<
  Record<UnitFactType, TransferKind>
>;

function kindOf(type: UnitFactType): string {
  const what = type.slice('Unit'.length);
  return what.charAt(0).toLowerCase() + what.slice(1);
}

/** One unit moved from one account to another: a row of the books. Rows are only ever added. */
export interface Transfer {
  /** The fact that is booked, and the event that caused the booking (itself, or a void or correction). */
  readonly eventId: string;
  readonly cause: string;
  readonly kind: TransferKind;
  /** 1 for the move itself, −1 for its reversal. */
  readonly amount: 1 | -1;
  readonly debit: Account;
  readonly credit: Account;
  readonly plant: string;
  readonly model: string;
  /** The site whose calendar dates it (deliveries, returns); undefined: the plant's. */
  readonly site: string | undefined;
  readonly occurredAt: number;
}

/**
 * The unit after one more event of its stream, and the transfers that it books. A fact books its own move; a void or a
 * correction books the reversal of every move that changes, then its replacement.
 */
export function bookUnit(state: UnitState, event: EvolvingEvent): { state: UnitState; transfers: readonly Transfer[] } {
  const next = evolveUnit(state, event);
  if (next.facts === state.facts) return { state: next, transfers: [] };
  if (next.facts.length > state.facts.length) {
    const fact = next.facts.at(-1);
    return { state: next, transfers: fact ? linesOf(fact, next, event.eventId, 1) : [] };
  }
  const transfers: Transfer[] = [];
  const changed = next.facts.flatMap((fact, index) => {
    const before = state.facts[index];
    const old = before ? linesOf(before, state, event.eventId, -1) : [];
    const now = linesOf(fact, next, event.eventId, 1);
    return sameLines(old, now) ? [] : [{ old, now }];
  });
  // Backwards out of the old life, then forwards through the new one; the books balance once all are booked.
  for (const { old } of changed.toReversed()) transfers.push(...old);
  for (const { now } of changed) transfers.push(...now);
  return { state: next, transfers };
}

function linesOf(fact: UnitFact, state: UnitState, cause: string, amount: 1 | -1): Transfer[] {
  const { plant, model } = state.life.produced ?? {};
  if (!fact.move || plant === undefined || model === undefined) return [];
  const { from, to } = fact.move;
  const kind = KINDS[fact.type];
  return [
    {
      eventId: fact.eventId,
      cause,
      kind,
      amount,
      debit: amount === 1 ? from : to,
      credit: amount === 1 ? to : from,
      plant,
      model,
      site: kind === 'delivered' || kind === 'returned' ? fact.site : undefined,
      occurredAt: fact.occurredAt,
    },
  ];
}

function sameLines(old: readonly Transfer[], now: readonly Transfer[]): boolean {
  const [a, b] = [old[0], now[0]];
  if (!a || !b) return a === b;
  return (
    a.debit === b.credit &&
    a.credit === b.debit &&
    a.plant === b.plant &&
    a.model === b.model &&
    a.site === b.site &&
    a.occurredAt === b.occurredAt
  );
}
