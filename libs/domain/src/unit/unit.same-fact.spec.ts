import {
  alsoReportedBy,
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
  underTheIdOf,
  voided,
} from '../testing/facts.js';
import { given } from '../testing/given.js';
import { unit } from '../testing/world.js';

/** Note (1) of the table: the same fact, told by two sources under two ids. */
describe('the same fact from another source', () => {
  const production = produced(0, { variant: 'blue' });

  it('is a duplicate when plant, line and model of the production are the same, whenever it was', () => {
    const again = alsoReportedBy('/erp', production);
    given(unit, production).when(again).duplicateOf(production);
    const aYearLater = alsoReportedBy('/erp', production, { occurredAt: hour(9000) });
    given(unit, production, delivered(30))
      .when(aYearLater)
      .duplicateOf(production, { occurredAt: { first: iso(hour(0)), this: iso(hour(9000)) } });
  });

  it('says how the variant differs', () => {
    const again = alsoReportedBy('/erp', produced(0), { data: { variant: 'red' } });
    given(unit, production)
      .when(again)
      .duplicateOf(production, { variant: { first: 'blue', this: 'red' } });
    given(unit, production)
      .when(alsoReportedBy('/erp', produced(0)))
      .duplicateOf(production, { variant: { first: 'blue', this: null } });
  });

  it.each(['model', 'plant', 'line'])('is already-produced when the %s of the production is another', (field) => {
    const other = { model: 'su7-max', plant: 'warn-1', line: field === 'plant' ? 'l-1' : 'l-2' }[field];
    given(unit, production)
      .when(alsoReportedBy('/erp', production, { data: { [field]: other } }))
      .refused('already-produced');
  });

  it.each([
    ['shipped', 'already-shipped', shipped(50)],
    ['delivered', 'already-delivered', delivered(50)],
    ['scrapped', 'already-scrapped', scrapped(50)],
  ] as const)('is a duplicate within 24 hours when %s, and %s beyond', (_name, code, first) => {
    const stream = given(unit, production, first);
    const day = 24 * 3_600_000;
    stream.when(alsoReportedBy('/erp', first)).duplicateOf(first);
    const aDayLater = first.occurredAt + day;
    stream
      .when(alsoReportedBy('/erp', first, { occurredAt: aDayLater }))
      .duplicateOf(first, { occurredAt: { first: iso(first.occurredAt), this: iso(aDayLater) } });
    stream
      .when(alsoReportedBy('/erp', first, { occurredAt: first.occurredAt - day }))
      .duplicateOf(first, expect.anything());
    stream.when(alsoReportedBy('/erp', first, { occurredAt: aDayLater + 1 })).refused(code);
  });

  it('is another fact at another site, even at the same instant', () => {
    given(unit, production, shipped(50, 'hub-1')).when(shipped(50.5, 'hub-2')).refused('already-shipped');
    given(unit, production, delivered(50, 'shop-1')).when(delivered(50.5, 'shop-2')).refused('already-delivered');
  });

  it('is compared with what stands, not with what is voided', () => {
    const wrong = delivered(50);
    const stream = given(unit, production, wrong, voided(60, wrong));
    stream.when(alsoReportedBy('/erp', wrong)).accepted();
    const shipment = shipped(10);
    const gone = given(unit, production, shipment, delivered(50), voided(60, shipment));
    gone.when(alsoReportedBy('/erp', shipment)).accepted(); // late history, told once now
  });

  it('told of a first delivery after the return is a duplicate of the first', () => {
    const first = delivered(50);
    given(unit, production, first, returned(60)).when(alsoReportedBy('/erp', first)).duplicateOf(first);
  });

  it('told late of a hold is the same only at the same instant: two holds of one day have no site to tell them apart', () => {
    const hold = held(10);
    const stream = given(unit, production, hold, released(12), shipped(20));
    stream.when(alsoReportedBy('/erp', hold)).duplicateOf(hold);
    stream.when(held(10.5)).accepted();
  });
});

/** The life would refuse it, or it would book nothing: then it is told by another system, if that is possible. */
describe('a fact that another source told with another time', () => {
  const inStock = given(unit, produced(0));
  const differing = (first: number, reported: number) => ({
    occurredAt: { first: iso(hour(first)), this: iso(hour(reported)) },
  });
  const cases = [
    ['held', given(unit, produced(0), held(10)), held],
    ['released', given(unit, produced(0), held(5), released(10)), released],
    ['received', given(unit, produced(0), shipped(5), received(10)), received],
    ['returned', given(unit, produced(0), delivered(5), returned(10)), returned],
    ['received without having been shipped', given(unit, produced(0), received(10)), received],
  ] as const;

  it.each(cases)('is a duplicate that says so when %s, within 24 hours', (_name, stream, fact) => {
    for (const at of [10.1, 34]) stream.when(alsoReportedBy('/erp', fact(at))).duplicateOf(fact(10), differing(10, at));
    stream.when(alsoReportedBy('/erp', fact(10))).duplicateOf(fact(10));
  });

  it('is refused as before more than 24 hours later; a receipt is another one then', () => {
    for (const [name, stream, fact] of cases) {
      const reported = stream.when(fact(34.001));
      if (name.startsWith('received')) reported.accepted();
      else expect(reported.decision).toMatchObject({ kind: 'refuse' });
    }
  });

  it('at another site is another fact', () => {
    given(unit, produced(0), delivered(5), returned(10)).when(returned(10.1, 'shop-2')).refused('not-delivered');
    given(unit, produced(0), shipped(5), received(10)).when(received(10.1, 'hub-2')).accepted();
  });

  it('is another fact where one that ended the first lies between', () => {
    given(unit, produced(0), held(10), released(11), delivered(12)).when(held(13)).refused('unit-delivered');
    given(unit, produced(0), held(10), released(11), held(12))
      .when(held(12.5))
      .duplicateOf(held(12), differing(12, 12.5));
  });

  it('is compared with the nearest', () => {
    const twice = given(unit, produced(0), held(1), released(2), held(3), released(4));
    twice.when(alsoReportedBy('/erp', released(4.5))).duplicateOf(released(4), differing(4, 4.5));
  });

  it('is found whatever the unit has become since', () => {
    const held_ = given(unit, produced(0), shipped(5), held(6));
    held_.when(alsoReportedBy('/erp', shipped(6.5))).duplicateOf(shipped(5), differing(5, 6.5));
    const sold = given(unit, produced(0), shipped(5), received(6), delivered(7));
    sold.when(alsoReportedBy('/erp', received(7.5))).duplicateOf(received(6), differing(6, 7.5));
    const gone = given(unit, produced(0), scrapped(5));
    gone.when(alsoReportedBy('/erp', scrapped(5.5))).duplicateOf(scrapped(5), differing(5, 5.5));
  });

  it('is not what is voided', () => {
    given(unit, produced(0), held(5), released(6), voided(7, released(6)), voided(8, held(5)))
      .when(released(6.5))
      .refused('not-held');
    inStock.when(released(6.5)).refused('not-held');
  });

  it('says a time before the production in vain, unless the first waited for it and said so too', () => {
    given(unit, produced(5), held(6)).when(held(4)).refused('occurred-before-production');
    const waited = given(unit, held(4), produced(5));
    waited.when(alsoReportedBy('/erp', held(4.2))).duplicateOf(held(4), differing(4, 4.2));
  });
});

/** Sent again under the same source and id: recognised before any rule. */
describe('the same event sent again', () => {
  const hold = held(10);

  it('is a duplicate of itself, whatever has happened to the unit since', () => {
    const production = produced(0);
    const stream = given(unit, production, hold, released(20), delivered(30));
    for (const event of [production, hold, released(20), delivered(30)]) stream.when(event).duplicateOf(event);
  });

  it('is a conflicting duplicate when its content is another', () => {
    given(unit, produced(0), hold)
      .when(underTheIdOf(hold, released(20)))
      .refused('conflicting-duplicate');
    given(unit, produced(0), hold)
      .when(underTheIdOf(hold, held(11)))
      .refused('conflicting-duplicate');
  });

  it('is a duplicate even when it was voided, and a void or correction sent again too', () => {
    const undo = voided(20, hold);
    const stream = given(unit, produced(0), hold, undo);
    stream.when(hold).duplicateOf(hold);
    stream.when(undo).duplicateOf(undo);
    stream.when(underTheIdOf(undo, held(30))).refused('conflicting-duplicate');
  });
});
