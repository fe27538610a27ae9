import fc from 'fast-check';
import type { SourceEvent } from '../event.js';
import type { UnitEventType, UnitFactType } from '../unit/unit.events.js';
import type { Account } from '../unit/unit.state.js';
import { hour, iso, report, VIN } from './facts.js';

type UnitSourceEvent = SourceEvent<UnitEventType>;
type Place = 'stock' | 'transit';
interface PlaceInLife {
  readonly account: Account;
  readonly place: Place;
}

/** What may follow, told a second time and on purpose apart from the domain's table: the oracle of the properties. */
const FOLLOWS: Readonly<Record<Account, readonly UnitFactType[]>> = {
  source: ['UnitProduced'],
  stock: ['UnitHeld', 'UnitShipped', 'UnitReceived', 'UnitDelivered', 'UnitScrapped'],
  hold: ['UnitReleased', 'UnitScrapped'],
  transit: ['UnitHeld', 'UnitReceived', 'UnitDelivered', 'UnitScrapped'],
  delivered: ['UnitReturned'],
  scrapped: [],
};

function follow({ place }: PlaceInLife, type: UnitFactType): PlaceInLife {
  switch (type) {
    case 'UnitHeld':
      return { account: 'hold', place };
    case 'UnitReleased':
      return { account: place, place };
    case 'UnitShipped':
      return { account: 'transit', place: 'transit' };
    case 'UnitDelivered':
      return { account: 'delivered', place };
    case 'UnitScrapped':
      return { account: 'scrapped', place };
    case 'UnitProduced':
    case 'UnitReceived':
    case 'UnitReturned':
      return { account: 'stock', place: 'stock' };
  }
}

const SITES = ['hub-1', 'hub-2', 'shop-1', 'shop-2'] as const;
const MODELS = ['su7', 'su7-max'] as const;
const PLANTS = ['bj-1', 'warn-1'] as const;

function fact(type: UnitFactType, at: number, { id, site, model, plant }: Details): UnitSourceEvent {
  const data = {
    UnitProduced: { model, plant, line: 'l-1' },
    UnitHeld: { reason: 'paint' },
    UnitReleased: { reason: 'repainted' },
    UnitShipped: { site },
    UnitReceived: { site },
    UnitDelivered: { site },
    UnitReturned: { site, reason: 'changed mind' },
    UnitScrapped: { reason: 'burnt' },
  }[type];
  return report(type, hour(at), { vin: VIN, ...data }, { id });
}

interface Details {
  readonly id: string;
  readonly site: string;
  readonly model: string;
  readonly plant: string;
}
const details = {
  site: fc.constantFrom(...SITES),
  model: fc.constantFrom(...MODELS),
  plant: fc.constantFrom(...PLANTS),
};

/** One unit's possible life, in order and at distinct times, and the account it ends in. */
export const life = fc
  .array(fc.record({ choice: fc.nat(59), gap: fc.integer({ min: 1, max: 60 }), ...details }), {
    minLength: 1,
    maxLength: 9,
  })
  .map((steps) => {
    const facts: UnitSourceEvent[] = [];
    let [standing, at]: [PlaceInLife, number] = [{ account: 'source', place: 'stock' }, 0];
    for (const { choice, gap, ...rest } of steps) {
      const types = FOLLOWS[standing.account];
      const type = types[choice % types.length];
      if (!type) break;
      at += gap;
      facts.push(fact(type, at, { id: `fact ${facts.length}`, ...rest }));
      standing = follow(standing, type);
    }
    return { facts, account: standing.account };
  });

/** A life, and the order its facts arrive in. */
export const lifeInAnyOrder = life.chain(({ facts, account }) =>
  fc.record({ facts: fc.constant(facts), account: fc.constant(account), arrival: shuffled(facts) }),
);

/** Anything at all that sources may tell of one unit, possible or not: facts, voids and corrections, of events to come too. */
export const anything = fc
  .tuple(
    life,
    fc.array(
      fc.record({
        type: fc.constantFrom<UnitEventType>(
          'UnitProduced',
          ...FOLLOWS.stock,
          'UnitReleased',
          'UnitReturned',
          'UnitEventVoided',
          'UnitEventVoided',
          'UnitEventVoided',
          'UnitEventCorrected',
          'UnitEventCorrected',
          'UnitEventCorrected',
        ),
        at: fc.nat(250),
        of: fc.nat(19),
        change: fc.constantFrom('model', 'plant', 'variant', 'site', 'occurredAt'),
        to: fc.nat(250),
        /** Now and then an id that was used before. */
        id: fc.oneof({ weight: 9, arbitrary: fc.constant(undefined) }, { weight: 1, arbitrary: fc.nat(19) }),
        ...details,
      }),
      { maxLength: 10 },
    ),
  )
  .chain(([{ facts }, more]) => {
    const idOf = (index: number) => (index < facts.length ? `fact ${index}` : `more ${index - facts.length}`);
    const others = more.map(({ type, at, of, change, to, id, ...rest }, index) => {
      const own = id === undefined ? `more ${index}` : idOf(id);
      const target = { source: '/mes', id: idOf(of) };
      const amendment = (data: object) => report(type, hour(at), { vin: VIN, reason: 'wrong', ...data }, { id: own });
      if (type === 'UnitEventVoided') return amendment({ voids: target });
      const changes = { ...rest, variant: 'blue', occurredAt: iso(hour(to)) };
      if (type === 'UnitEventCorrected') return amendment({ corrects: target, changes: { [change]: changes[change] } });
      return fact(type, at, { id: own, ...rest });
    });
    return fc.oneof(fc.constant([...facts, ...others]), shuffled([...facts, ...others]));
  });

function shuffled(events: readonly UnitSourceEvent[]) {
  return fc.shuffledSubarray([...events], { minLength: events.length, maxLength: events.length });
}
