import {
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
  voided,
} from '../testing/facts.js';
import { given } from '../testing/given.js';
import { unit } from '../testing/world.js';

const production = produced(0);
const shipment = shipped(10);
const receipt = received(20);
const delivery = delivered(30);
const life = given(unit, production, shipment, receipt, delivery);

describe('voiding a fact', () => {
  it('of the latest takes the unit back to where it was before', () => {
    expect(life.when(voided(40, delivery)).accepted().state.life).toMatchObject({ account: 'stock', latest: hour(20) });
  });

  it('names it by its eventId or by the source and id it was sent with', () => {
    const { eventId, source, id } = delivery;
    for (const name of [eventId, eventId.toUpperCase(), { source, id }])
      expect(life.when(voided(40, name)).accepted().state.life.account).toBe('stock');
  });

  it('in the middle of a life folds the rest anew', () => {
    const { state } = life.when(voided(40, shipment)).accepted();
    expect(state.life.account).toBe('delivered');
    expect(state.facts.map(({ move }) => move && `${move.from} ${move.to}`)).toEqual([
      'source stock',
      undefined, // voided
      undefined, // now a receipt into stock
      'stock delivered',
    ]);
  });

  it('that would leave an impossible history is refused, and what to void first is named', () => {
    const stream = given(unit, production, held(10), released(20), delivery);
    const detail = stream.when(voided(40, held(10))).refused('impossible-history', '/data/voids');
    expect(detail).toContain(`UnitReleased ${released(20).eventId} of ${iso(hour(20))}`);
    expect(detail).toMatch(/not-held.*Void that event first/);
    stream.when(voided(40, released(20))).refused('impossible-history', '/data/voids');
    const undone = given(
      unit,
      production,
      held(10),
      released(20),
      delivery,
      voided(40, delivery),
      voided(41, released(20)),
    );
    expect(undone.when(voided(42, held(10))).accepted().state.life.account).toBe('stock');
  });

  it('that would leave the same fact twice is refused as well', () => {
    const stream = given(unit, production, shipment, receipt, shipped(25));
    expect(stream.when(voided(40, receipt)).refused('impossible-history', '/data/voids')).toContain(
      shipped(25).eventId,
    );
  });

  it('of the production is refused while anything else stands, and then leaves a unit never produced', () => {
    expect(
      given(unit, production, delivery).when(voided(40, production)).refused('impossible-history', '/data/voids'),
    ).toContain(delivery.eventId);
    const { state } = given(unit, production, delivery, voided(40, delivery)).when(voided(41, production)).accepted();
    expect(state.life).toEqual({ account: 'none', latest: -Infinity });
  });

  it('of the production lets the unit be produced again, with other details', () => {
    const right = produced(1, { model: 'su7-max' });
    const { state } = given(unit, production, voided(5, production)).when(right).accepted();
    expect(state.life).toMatchObject({ account: 'stock', produced: { model: 'su7-max' } });
  });

  it('twice is a duplicate of the first void', () => {
    const first = voided(40, delivery);
    const stream = given(unit, production, delivery, first);
    stream.when(voided(50, delivery, 'another void')).duplicateOf(first);
  });
});

describe('correcting a fact', () => {
  const after = (event: ReturnType<typeof corrected>) => life.when(event).accepted().state;

  it.each([
    ['model', 'su7-max'],
    ['variant', 'blue'],
    ['plant', 'warn-1'],
    ['line', 'l-2'],
  ])('changes the %s of the unit', (field, value) => {
    expect(after(corrected(40, production, { [field]: value })).life.produced).toMatchObject({ [field]: value });
  });

  it.each([shipment, receipt, delivery])('changes the site of a $type', (fact) => {
    const { facts } = after(corrected(40, fact, { site: 'shop-2' }));
    expect(facts.find(({ eventId }) => eventId === fact.eventId)).toMatchObject({
      site: 'shop-2',
      occurredAt: fact.occurredAt,
    });
  });

  it('changes the time, at whatever offset it is written', () => {
    const { life: now } = after(corrected(40, delivery, { occurredAt: '2024-03-02T20:00:00.5+08:00' }));
    expect(now).toMatchObject({ account: 'delivered', latest: hour(36) + 500 });
  });

  it('may turn a move into late history, as told by its right time', () => {
    const stream = given(unit, production, shipped(10), received(20));
    const { state } = stream.when(corrected(40, shipped(10), { occurredAt: iso(hour(30)) })).accepted();
    expect(state.life.account).toBe('transit');
    expect(state.facts.at(-1)?.move).toBeUndefined();
  });

  it('to before the production is refused, and so is moving the production behind what followed', () => {
    const early = corrected(40, shipment, { occurredAt: iso(hour(-1)) });
    expect(life.when(early).refused('impossible-history', '/data/corrects')).toContain('occurred-before-production');
    const behind = corrected(40, production, { occurredAt: iso(hour(15)) });
    expect(life.when(behind).refused('impossible-history', '/data/corrects')).toContain(shipment.eventId);
  });

  it.each([
    [production, { site: 'shop-1' }, 'site'],
    [shipment, { model: 'su7-max' }, 'model'],
    [delivery, { plant: 'bj-1' }, 'plant'],
    [delivery, { line: 'l-1' }, 'line'],
    [delivery, { site: 'shop-2', variant: 'blue' }, 'variant'],
  ])('cannot change a field the fact does not have', (fact, changes, field) => {
    life.when(corrected(40, fact, changes)).refused('field-not-in-fact', `/data/changes/${field}`);
  });

  it.each([held(10), released(11), scrapped(12)])('can change nothing but the time of a $type', (fact) => {
    const stream = given(unit, production, held(10), released(11), scrapped(12));
    stream.when(corrected(40, fact, { site: 'shop-1' })).refused('field-not-in-fact', '/data/changes/site');
    stream.when(corrected(40, fact, { occurredAt: iso(fact.occurredAt + 1000) })).accepted();
  });

  it('to what stands is refused: nothing-changes', () => {
    life
      .when(corrected(40, delivery, { site: 'shop-1', occurredAt: '2024-03-02T14:00:00+08:00' }))
      .refused('nothing-changes', '/data/changes');
  });

  it('to what an earlier correction says already is a duplicate of that', () => {
    const first = corrected(40, delivery, { site: 'shop-2' });
    given(unit, production, delivery, first)
      .when(corrected(50, delivery, { site: 'shop-2' }))
      .duplicateOf(first);
  });

  it('can be corrected back', () => {
    const stream = given(unit, production, delivery, corrected(40, delivery, { site: 'shop-2' }));
    expect(
      stream
        .when(corrected(50, delivery, { site: 'shop-1' }))
        .accepted()
        .state.facts.at(-1)?.site,
    ).toBe('shop-1');
  });

  it('of a voided fact is refused', () => {
    given(unit, production, delivery, voided(40, delivery))
      .when(corrected(50, delivery, { site: 'shop-2' }))
      .refused('already-voided', '/data/corrects');
  });

  it('keeps the detail corrected before', () => {
    const stream = given(unit, production, delivery, corrected(40, delivery, { site: 'shop-2' }));
    const { state } = stream.when(corrected(50, delivery, { occurredAt: iso(hour(31)) })).accepted();
    expect(state.facts.at(-1)).toMatchObject({ site: 'shop-2', occurredAt: hour(31) });
  });
});

describe('amending an amendment', () => {
  const undo = voided(40, delivery);
  const correction = corrected(40, delivery, { site: 'shop-2' });

  it.each([undo, correction])('is refused: a $type is no fact', (amendment) => {
    const stream = given(unit, production, delivery, amendment);
    stream.when(voided(50, amendment)).refused('cannot-amend', '/data/voids');
    stream.when(corrected(50, amendment, { site: 'shop-1' })).refused('cannot-amend', '/data/corrects');
  });

  it('is refused when it names itself', () => {
    life.when(voided(50, { source: '/mes', id: 'itself' }, 'itself')).refused('cannot-amend', '/data/voids');
  });
});

it('a returned and delivered again unit is amended at each delivery alone', () => {
  const second = delivered(60, 'shop-2');
  const stream = given(unit, production, delivery, returned(40), second);
  expect(stream.when(voided(70, second)).accepted().state.life.account).toBe('stock');
  expect(stream.when(voided(70, returned(40))).refused('impossible-history', '/data/voids')).toContain(second.eventId);
});
