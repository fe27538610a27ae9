import {
  delivered,
  held,
  iso,
  hour,
  produced,
  received,
  released,
  returned,
  scrapped,
  shipped,
  voided,
} from '../testing/facts.js';
import { given } from '../testing/given.js';
import { unit } from '../testing/world.js';
import { bookUnit } from './unit.books.js';
import type { UnitEventType } from './unit.events.js';
import type { SourceEvent } from '../event.js';

/** Note (2) of the table: facts told after the unit has gone on. */
describe('late history', () => {
  const onTheWay = [held(15), released(16), shipped(15, 'hub-2'), received(16, 'hub-2')] as const;
  const afterwards = [held(50), released(50), shipped(50, 'hub-2'), received(50, 'hub-2')] as const;

  const histories = {
    delivered: [[produced(0), shipped(10), received(20), delivered(30)], 'unit-delivered'],
    scrapped: [[produced(0), shipped(10), received(20), scrapped(30)], 'unit-scrapped'],
  } as const;
  for (const [state, [history, code]] of Object.entries(histories)) {
    it.each(onTheWay)(`of a unit ${state} is accepted and moves nothing: $type`, (fact) => {
      const stream = given(unit, ...history);
      expect(stream.when(fact).accepted().state.life).toEqual(stream.state.life);
      expect(transfers(stream.state, fact)).toEqual([]);
    });

    it.each(afterwards)(
      `of a unit ${state} it is not when it occurred after: $type is refused with ${code}`,
      (fact) => {
        given(unit, ...history)
          .when(fact)
          .refused(code);
      },
    );
  }

  it.each([
    ['in stock', [produced(0), received(30)]],
    ['on hold', [produced(0), shipped(10), held(30)]],
    ['in transit', [produced(0), shipped(30)]],
  ] as const)('is accepted of a unit %s as well: an earlier hold or release moves nothing', (_state, history) => {
    const stream = given(unit, ...history);
    for (const fact of [held(20), released(21)]) {
      expect(stream.when(fact).accepted().state.life).toEqual(stream.state.life);
      expect(transfers(stream.state, fact)).toEqual([]);
    }
  });

  it.each([
    ['in stock', [produced(0), received(30)]],
    ['in transit', [produced(0), shipped(30)]],
  ] as const)('of a unit %s: an earlier shipment or receipt elsewhere moves nothing', (_state, history) => {
    const stream = given(unit, ...history);
    for (const fact of [shipped(20, 'hub-2'), received(21, 'hub-2')]) {
      expect(stream.when(fact).accepted().state.life).toEqual(stream.state.life);
      expect(transfers(stream.state, fact)).toEqual([]);
    }
  });

  it('of a unit on hold: an earlier shipment moves nothing, and a release brings the unit back onto its way', () => {
    const stream = given(unit, produced(0), held(30));
    expect(transfers(stream.state, shipped(20))).toEqual([]);
    const reported = stream.when(shipped(20)).accepted();
    expect(reported.state.life.account).toBe('hold');
    expect(reported.when(released(40)).accepted().state.life.account).toBe('transit');
    expect(reported.when(received(25)).accepted().when(released(40)).accepted().state.life.account).toBe('stock');
  });

  it('is not what only holds and releases came after: they do not tell where a unit is, so it moves', () => {
    const stream = given(unit, produced(0), held(30), released(40));
    expect(stream.when(shipped(20)).accepted().state.life.account).toBe('transit');
    expect(transfers(stream.state, shipped(20))).toMatchObject([{ debit: 'stock', credit: 'transit' }]);
  });

  it('is not what only a voided fact came after', () => {
    const stream = given(unit, produced(0), held(30), released(40), received(50), voided(60, received(50)));
    expect(stream.when(shipped(20)).accepted().state.life.account).toBe('transit');
  });

  it('is not the later told of a shipment and a receipt at one instant', () => {
    const stream = given(unit, produced(0), held(30), released(40), shipped(20));
    expect(stream.when(received(20)).accepted().state.life.account).toBe('stock');
  });

  it('of a delivery or a return books it in its own time, wherever the unit stands now', () => {
    const stream = given(unit, produced(0), shipped(40));
    const delivery = stream.when(delivered(20)).accepted();
    expect(delivery.state.life.account).toBe('delivered');
    expect(transfers(stream.state, delivered(20))).toMatchObject([{ occurredAt: hour(20), kind: 'delivered' }]);
    // The shipment followed the return, so the unit is on its way.
    expect(delivery.when(returned(30)).accepted().state.life.account).toBe('transit');
  });

  it('told twice is a duplicate', () => {
    const late = shipped(15, 'hub-2');
    const stream = given(unit, produced(0), shipped(10), received(20), delivered(30), late);
    stream.when(late).duplicateOf(late);
    stream.when(shipped(14, 'hub-2')).duplicateOf(late, { occurredAt: { first: iso(hour(15)), this: iso(hour(14)) } });
  });
});

describe('a fact from before the production', () => {
  it.each([held(-1), released(-1), shipped(-1), received(-1), delivered(-1), returned(-1), scrapped(-1)])(
    'is refused, whatever the unit’s state: $type',
    (fact) => {
      for (const history of [[], [held(10)], [shipped(10)], [delivered(10)], [scrapped(10)]])
        expect(
          given(unit, produced(0), ...history)
            .when(fact)
            .refused('occurred-before-production'),
        ).toContain(iso(hour(0)));
    },
  );

  it('may stand at the very instant of the production', () => {
    given(unit, produced(0)).when(delivered(0)).accepted();
  });
});

function transfers(state: Parameters<typeof bookUnit>[0], event: SourceEvent<UnitEventType>) {
  return bookUnit(state, { ...event, position: 100n }).transfers;
}
