import {
  alsoReportedBy,
  corrected,
  delivered,
  held,
  hour,
  iso,
  produced,
  received,
  released,
  returned,
  scrapped,
  shipped,
  report,
  underTheIdOf,
  VIN,
  voided,
} from '../testing/facts.js';
import { given } from '../testing/given.js';
import { unit } from '../testing/world.js';
import type { SourceEvent } from '../event.js';
import type { UnitEventType } from './unit.events.js';

const SETTLED = 'UnitParkedFactSettled';

describe('a fact before its time', () => {
  it('is parked in the unit’s own stream with all it was sent with, and says what it waits for', () => {
    const early = { ...delivered(30), actor: 'till 4', correlation: 'order-7', sequence: '12' };
    const [parked] = given(unit).when(early).parked().log;
    const { occurredAt: _instant, ...sent } = early;
    expect(parked).toMatchObject({
      type: 'UnitFactParked',
      source: 'plant-ledger',
      occurredAt: hour(30),
      data: { vin: VIN, waitsFor: 'production', fact: { ...sent, occurredAt: iso(hour(30)) } },
    });
    expect(parked?.eventId).not.toBe(early.eventId);
  });

  it('is parked once, however often it is sent', () => {
    const reported = given(unit, delivered(30)).when(delivered(30));
    expect(reported.decision).toMatchObject({
      kind: 'park',
      events: [],
      detail: expect.stringContaining('UnitProduced'),
    });
  });

  it('is replaced by other content under the same id, and by what is accepted under it', () => {
    const first = delivered(30);
    const replaced = given(unit, first)
      .when(underTheIdOf(first, delivered(31, 'shop-2')))
      .parked();
    expect(replaced.state.parked).toMatchObject([{ eventId: first.eventId, data: { site: 'shop-2' } }]);
    expect(replaced.when(underTheIdOf(first, produced(0))).accepted().state.parked).toEqual([]);
  });

  it('is refused rather than parked when its site is unknown', () => {
    given(unit).when(delivered(30, 'nowhere')).refused('unknown-site', '/data/site');
  });
});

describe('the production that parked facts wait for', () => {
  it('brings them with it in one append, in the order they occurred in, whatever order they came in', () => {
    const waiting = given(unit, delivered(30), shipped(10), received(20));
    const stream = waiting.when(produced(0)).accepted('UnitProduced', 'UnitShipped', 'UnitReceived', 'UnitDelivered');
    expect(stream.state).toMatchObject({ life: { account: 'delivered' }, parked: [] });
    expect(stream.log.slice(3)).toMatchObject([
      { eventId: produced(0).eventId },
      { eventId: shipped(10).eventId, hash: shipped(10).hash, occurredAt: hour(10), parked: true },
      { eventId: received(20).eventId, source: '/mes', id: received(20).id },
      { eventId: delivered(30).eventId, data: delivered(30).data },
    ]);
    expect(stream.log[3]?.parked).toBeUndefined();
  });

  it('brings those of one instant in the order of a life', () => {
    const waiting = given(unit, delivered(30), received(30), shipped(30));
    const stream = waiting.when(produced(0)).accepted('UnitProduced', 'UnitShipped', 'UnitReceived', 'UnitDelivered');
    expect(stream.state.life.account).toBe('delivered');
  });

  it('settles a parked fact that tells the same as another as a duplicate', () => {
    const again = alsoReportedBy('/erp', delivered(30));
    const stream = given(unit, delivered(30), again)
      .when(produced(0))
      .accepted('UnitProduced', 'UnitDelivered', SETTLED);
    expect(stream.log.at(-1)).toMatchObject({
      data: {
        vin: VIN,
        parked: again.eventId,
        result: 'duplicate',
        code: 'duplicate',
        detail: expect.stringContaining(delivered(30).eventId),
      },
      occurredAt: hour(0),
      source: 'plant-ledger',
    });
    expect(stream.state.parked).toEqual([]);
  });

  it('settles a parked fact that tells another with another time as a duplicate that differs, for every type', () => {
    const later = (event: SourceEvent<UnitEventType>, by: number) =>
      alsoReportedBy('/erp', event, { occurredAt: event.occurredAt + by * 60_000 });
    const life = [held(10), released(12), shipped(20), received(24), delivered(30), returned(40)];
    const both = life.flatMap((fact) => [fact, later(fact, 3)]);
    const stream = given(unit, ...both).when(produced(0)).after;
    const settled = stream.log.filter(({ type }) => type === SETTLED).map(({ data }) => data);
    expect(settled).toEqual(
      life.map((fact) => ({
        vin: VIN,
        parked: later(fact, 3).eventId,
        result: 'duplicate',
        code: 'duplicate-differs',
        detail: expect.stringContaining(
          `Event ${fact.eventId} told the same fact before, with other details: occurredAt`,
        ),
        first: fact.eventId,
        differs: { occurredAt: { first: iso(fact.occurredAt), this: iso(later(fact, 3).occurredAt) } },
      })),
    );
    expect(stream.state).toMatchObject({ life: { account: 'stock' }, parked: [] });
    const [first = held(10)] = life;
    expect(stream.when(later(first, 3)).decision).toMatchObject({
      kind: 'settled',
      result: 'duplicate',
      first: { eventId: first.eventId, position: expect.any(BigInt) },
      differs: { occurredAt: { first: iso(first.occurredAt) } },
    });
  });

  it('settles a parked delivery elsewhere as rejected', () => {
    const stream = given(unit, delivered(30), delivered(31, 'shop-2')).when(produced(0)).after;
    expect(stream.log.at(-1)?.data).toMatchObject({ result: 'rejected', code: 'already-delivered' });
  });

  it('settles a parked fact that breaks a rule as rejected, and takes in the rest', () => {
    const stream = given(unit, shipped(20), held(10), released(30))
      .when(produced(0))
      .accepted('UnitProduced', 'UnitHeld', SETTLED, 'UnitReleased');
    expect(stream.log.at(-2)).toMatchObject({
      data: { parked: shipped(20).eventId, result: 'rejected', code: 'unit-held' },
    });
    expect(stream.state).toMatchObject({ life: { account: 'stock' }, parked: [] });
  });

  it('may itself say it happened after them: clocks differ, and only what was parked is exempt', () => {
    const stream = given(unit, delivered(-1)).when(produced(0)).accepted('UnitProduced', 'UnitDelivered');
    expect(stream.state.life.account).toBe('delivered');
    stream.when(shipped(-1)).refused('occurred-before-production');
    // Still exempt when the life is folded anew.
    stream.when(corrected(50, produced(0), { occurredAt: iso(hour(5)) })).accepted();
  });

  it('does not take the accepted facts in again when all is sent again', () => {
    const stream = given(unit, delivered(30), produced(0));
    for (const event of [delivered(30), produced(0)]) stream.when(event).duplicateOf(event);
  });

  it('answers a settled fact as then when it is sent again', () => {
    const stream = given(unit, shipped(20), held(10), produced(0), released(30));
    expect(stream.when(shipped(20)).decision).toMatchObject({ kind: 'settled', result: 'rejected', code: 'unit-held' });
  });

  it('that is voided again makes later facts wait for the next one', () => {
    const wrong = produced(0);
    const stream = given(unit, wrong, voided(1, wrong)).when(delivered(30)).parked();
    stream
      .when(report('UnitProduced', hour(2), { ...wrong.data, line: 'l-2' }))
      .accepted('UnitProduced', 'UnitDelivered');
  });
});

describe('a void or correction of an event not yet seen', () => {
  const delivery = delivered(30);

  it.each([
    ['by its eventId', delivery.eventId],
    ['by its eventId in capitals', delivery.eventId.toUpperCase()],
    ['by the source and id it will be sent with', { source: delivery.source, id: delivery.id }],
  ])('is parked, and taken in with the event it names %s', (_how, name) => {
    const waiting = given(unit, produced(0)).when(voided(40, name)).parked();
    expect(waiting.log.at(-1)?.data).toMatchObject({ waitsFor: delivery.eventId });
    const stream = waiting.when(delivery).accepted('UnitDelivered', 'UnitEventVoided');
    expect(stream.state).toMatchObject({
      life: { account: 'stock' },
      parked: [],
      amendments: [{ amends: delivery.eventId }],
    });
  });

  it('is settled as rejected when it amends what cannot be amended so', () => {
    const stream = given(unit, produced(0), corrected(40, delivery, { model: 'su7-max' }));
    const reported = stream.when(delivery).accepted('UnitDelivered', SETTLED);
    expect(reported.log.at(-1)?.data).toMatchObject({ result: 'rejected', code: 'field-not-in-fact' });
  });

  it('is held to the registered lines when it is taken in, as its fact was not known before', () => {
    const stream = given(unit, corrected(40, produced(0), { line: 'l-9' }));
    const reported = stream.when(produced(0)).accepted('UnitProduced', SETTLED);
    expect(reported.log.at(-1)?.data).toMatchObject({ result: 'rejected', code: 'unknown-line' });
    expect(reported.state.life.produced?.line).toBe('l-1');
  });

  it('waits behind a fact that waits itself: void on delivery on production', () => {
    const stream = given(unit, voided(40, delivery), delivery)
      .when(produced(0))
      .accepted('UnitProduced', 'UnitDelivered', 'UnitEventVoided');
    expect(stream.state).toMatchObject({ life: { account: 'stock' }, parked: [] });
  });

  it('is decided at its own time among the parked: a voided hold does not stop a later delivery', () => {
    const given_ = given(unit, delivered(30), voided(20, held(10)), held(10));
    const stream = given_.when(produced(0)).accepted('UnitProduced', 'UnitHeld', 'UnitEventVoided', 'UnitDelivered');
    expect(stream.state.life.account).toBe('delivered');
  });

  it('of a void that comes later is rejected once that comes: voids are not amended', () => {
    const undo = voided(40, delivery);
    const stream = given(unit, produced(0), delivery, voided(50, undo, 'void of the void'));
    const reported = stream.when(undo).accepted('UnitEventVoided', SETTLED);
    expect(reported.log.at(-1)?.data).toMatchObject({ result: 'rejected', code: 'cannot-amend' });
    expect(reported.state.parked).toEqual([]);
  });

  it('can void the production the others wait for, and these wait on', () => {
    const stream = given(unit, voided(-5, produced(0)), scrapped(10))
      .when(produced(0))
      .accepted('UnitProduced', 'UnitEventVoided');
    expect(stream.state).toMatchObject({ life: { account: 'none' }, parked: [{ type: 'UnitScrapped' }] });
  });
});

describe('what the ledger adds of its own accord', () => {
  it('has an identity of its own at every place in the stream, and the same one when decided again', () => {
    const stream = given(unit, shipped(20), alsoReportedBy('/erp', shipped(20)), held(10));
    const [first, again] = [stream.when(produced(0)), stream.when(produced(0))];
    expect(first.decision).toEqual(again.decision);
    const ids = first.after.log.map(({ eventId }) => eventId);
    expect(new Set(ids).size).toBe(ids.length);
  });
});
