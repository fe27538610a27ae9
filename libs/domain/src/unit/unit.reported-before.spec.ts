import fc from 'fast-check';
import { hour } from '../testing/facts.js';
import { nearestWithinADay } from '../same-day.js';
import { reportedBefore } from './unit.same-fact.js';
import type { UnitFactType } from './unit.events.js';
import type { UnitFact } from './unit.state.js';

const TYPES = ['UnitHeld', 'UnitReleased', 'UnitShipped', 'UnitReceived', 'UnitDelivered', 'UnitReturned'] as const;
const BETWEEN: Readonly<Record<(typeof TYPES)[number], readonly UnitFactType[]>> = {
  UnitHeld: ['UnitReleased'],
  UnitReleased: ['UnitHeld'],
  UnitShipped: ['UnitReceived', 'UnitReturned'],
  UnitReceived: ['UnitShipped'],
  UnitDelivered: ['UnitReturned'],
  UnitReturned: ['UnitDelivered'],
};

/** As the rule says it: of each fact that tells the same, whether any fact between makes it another one. */
function asTheRuleSaysIt(facts: readonly UnitFact[], fact: UnitFact & { readonly type: (typeof TYPES)[number] }) {
  return nearestWithinADay(facts, fact.occurredAt, (earlier) => {
    const [from, to] = [earlier.occurredAt, fact.occurredAt].toSorted((a, b) => a - b);
    return (
      !earlier.voided &&
      earlier.type === fact.type &&
      earlier.site === fact.site &&
      !facts.some(
        ({ voided, type, occurredAt }) =>
          !voided && BETWEEN[fact.type].includes(type) && occurredAt >= Number(from) && occurredAt <= Number(to),
      )
    );
  });
}

const fact = fc.record({
  type: fc.constantFrom(...TYPES),
  occurredAt: fc.integer({ min: 0, max: 60 }).map(hour),
  site: fc.constantFrom('a', 'b'),
  voided: fc.constantFrom(undefined, undefined, undefined, true as const),
  eventId: fc.uuid(),
  hash: fc.constant(''),
  position: fc.constant(undefined),
});

it('a fact told before is found as the rule says it', () => {
  let found = 0;
  fc.assert(
    fc.property(fc.array(fact, { maxLength: 12 }), fact, (facts, reported) => {
      const first = asTheRuleSaysIt(facts, reported);
      if (first) found += 1;
      expect(reportedBefore(facts, reported)).toBe(first);
    }),
    { numRuns: 3_000 },
  );
  expect(found).toBeGreaterThan(200);
});

it.each([1_000, 10_000])('among %i facts of a day it is found in a few looks at each', (count) => {
  let looks = 0;
  const facts = Array.from({ length: count }, (_, number): UnitFact => {
    const type = number % 2 === 0 ? 'UnitHeld' : 'UnitReleased';
    const reported = { type, eventId: `${number}`, hash: '', position: undefined } as const;
    return {
      ...reported,
      get occurredAt() {
        looks += 1;
        return hour(0) + number * 1_000;
      },
    };
  });
  const again = { type: 'UnitHeld', eventId: 'again', hash: '', position: undefined } as const;
  reportedBefore(facts, { ...again, occurredAt: hour(0) + count * 1_000 });
  expect(looks).toBeGreaterThan(count);
  expect(looks).toBeLessThan(10 * count);
});
