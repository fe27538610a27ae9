import fc from 'fast-check';
import { Growing } from './growing.js';

interface Item {
  readonly eventId: string;
  readonly of: number;
}

describe('a list that grows', () => {
  it('is told as arrays tell it, however its branches grow', () => {
    const steps = fc.array(
      fc.record({ from: fc.nat(40), id: fc.nat(12), looks: fc.boolean(), many: fc.integer({ min: 1, max: 4 }) }),
      { minLength: 1, maxLength: 30 },
    );
    fc.assert(
      fc.property(steps, (list) => {
        const lists: (readonly [Growing<Item>, readonly Item[]])[] = [[Growing.of<Item>(), []]];
        for (const [of, { from, id, looks, many }] of list.entries()) {
          let [growing, array] = lists[from % lists.length] ?? [Growing.of<Item>(), []];
          for (let more = 0; more < many; more += 1) {
            const item = { eventId: `e${(id + more) % 12}`, of };
            [growing, array] = [growing.plus(item), [...array, item]];
            if (looks) growing.withId(`e${more}`);
          }
          lists.push([growing, array]);
        }
        for (const [growing, array] of lists) {
          expect([...growing]).toEqual(array);
          expect([growing.length, growing.at(-1), growing.at(0)]).toEqual([array.length, array.at(-1), array[0]]);
          // One look at all of them: a hundred thousand expectations take longer than what they look at.
          const wrong = Array.from({ length: 12 }, (_, id) => `e${id}`).filter((id) => {
            const isIt = ({ eventId }: Item) => eventId === id;
            const [first, last, all] = [array.find(isIt), array.findLast(isIt), array.filter(isIt)];
            const found = [...growing.filter(isIt)];
            return (
              growing.withId(id) !== first ||
              growing.find(isIt) !== first ||
              growing.findLast(isIt) !== last ||
              found.length !== all.length ||
              found.some((item, index) => item !== all[index])
            );
          });
          expect(wrong).toEqual([]);
        }
      }),
      { numRuns: 200 },
    );
  });

  it('is another than one that holds other items', () => {
    const one = Growing.of([{ eventId: 'a' }]);
    expect(one).toEqual(Growing.of([{ eventId: 'a' }]));
    expect(one).not.toEqual(Growing.of([{ eventId: 'b' }]));
    const longer = one.plus({ eventId: 'b' });
    expect([one.length, longer.length]).toEqual([1, 2]);
  });
});
