import { alsoReportedBy, hour, report, underTheIdOf } from '../testing/facts.js';
import { given } from '../testing/given.js';
import { plant } from '../testing/world.js';

const details = { plant: 'de-1', name: 'Werk 1', timeZone: 'Europe/Berlin', vinCheckDigit: 'warn' };
const registered = (changes: object = {}, at = 0) => report('PlantRegistered', hour(at), { ...details, ...changes });
const capacity = (at: number, unitsPerMonth: number, effectiveFrom: string) =>
  report('PlantCapacityChanged', hour(at), { plant: 'de-1', unitsPerMonth, effectiveFrom });

describe('registering a plant', () => {
  const stream = given(plant, registered());

  it('keeps its name, zone and check digit policy', () => {
    expect(stream.state.registered).toEqual(details);
  });

  it('again with the same details is a duplicate, with others refused', () => {
    stream.when(alsoReportedBy('/erp', registered())).duplicateOf(registered());
    stream
      .when(alsoReportedBy('/erp', registered(), { data: { name: 'Werk 2' } }))
      .refused('already-registered', '/data/plant');
    stream
      .when(alsoReportedBy('/erp', registered(), { data: { vinCheckDigit: 'require' } }))
      .refused('already-registered', '/data/plant');
  });

  it('again in its time zone by another name is a duplicate', () => {
    const first = registered({ timeZone: 'Europe/Kiev' });
    for (const timeZone of ['Europe/Kyiv', 'europe/kiev'])
      given(plant, first)
        .when(alsoReportedBy('/erp', first, { data: { timeZone } }))
        .duplicateOf(first);
  });

  it('never changes its time zone', () => {
    stream
      .when(alsoReportedBy('/erp', registered(), { data: { timeZone: 'Europe/Vienna' } }))
      .refused('zone-fixed', '/data/timeZone');
  });

  it('under an id sent before is recognised', () => {
    stream.when(registered()).duplicateOf(registered());
    stream.when(underTheIdOf(registered(), registered({ name: 'Werk 2' }))).refused('conflicting-duplicate');
  });
});

describe('the capacity of a plant', () => {
  it('needs the plant registered', () => {
    given(plant)
      .when(capacity(1, 11_000, '2024-08-01'))
      .refused('unknown-plant', '/data/plant');
  });

  it('is revised by a later change from the same date, and told again is a duplicate of the latest', () => {
    const [first, second] = [capacity(1, 11_000, '2024-08-01'), capacity(2, 16_000, '2024-08-01')];
    const stream = given(plant, registered(), first, capacity(1.5, 9000, '2024-07-01'), second);
    stream.when(alsoReportedBy('/erp', second)).duplicateOf(second);
    stream
      .when(alsoReportedBy('/erp', capacity(1.5, 9000, '2024-07-01')))
      .duplicateOf(capacity(1.5, 9000, '2024-07-01'));
    stream.when(alsoReportedBy('/erp', first)).accepted(); // back to the first figure: a revision
    stream.when(capacity(3, 16_000, '2024-09-01')).accepted();
    expect(stream.state.capacities.map(({ unitsPerMonth }) => unitsPerMonth)).toEqual([11_000, 9000, 16_000]);
  });

  it('may be nothing at all', () => {
    given(plant, registered())
      .when(capacity(1, 0, '2024-08-01'))
      .accepted();
  });
});
