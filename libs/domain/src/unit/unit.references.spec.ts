import { corrected, delivered, produced, received, returned, shipped, report, hour } from '../testing/facts.js';
import { given } from '../testing/given.js';
import type { SiteState } from '../network/site.state.js';
import { site, unit, WORLD } from '../testing/world.js';
import { decideUnit } from './unit.decide.js';

describe('what a unit refers to', () => {
  it('must be registered: the plant, then its line', () => {
    expect(
      given(unit)
        .when(produced(0, { plant: 'xx-1' }))
        .refused('unknown-plant', '/data/plant'),
    ).toContain('PlantRegistered');
    expect(
      given(unit)
        .when(produced(0, { line: 'l-9' }))
        .refused('unknown-line', '/data/line'),
    ).toContain('LineCommissioned');
    given(unit)
      .when(produced(0, { plant: 'warn-1', line: 'l-2' }))
      .refused('unknown-line', '/data/line'); // bj-1 has an l-2
  });

  it.each([shipped(10, 'xx'), received(10, 'xx'), delivered(10, 'xx'), returned(10, 'xx')])(
    'must have been opened, where it is a site: $type',
    (event) => {
      expect(given(unit, produced(0)).when(event).refused('unknown-site', '/data/site')).toContain('SiteOpened');
    },
  );

  it('may be a site that was closed since, and not one that was never truly opened', () => {
    const data = { site: 'shop-9', kind: 'delivery', city: 'Beijing' };
    const opening = report('SiteOpened', hour(-900), data);
    const closed = given(site, opening, report('SiteClosed', hour(5), { site: 'shop-9' }));
    const opened = given(site, opening);
    const gone = opened.when(
      report('SiteEventVoided', hour(1), { site: 'shop-9', voids: opening.eventId, reason: 'typo' }),
    );
    const toIt = (state: SiteState) =>
      decideUnit(given(unit, produced(0)).state, delivered(4, 'shop-9'), { ...WORLD, site: () => state }, 0);
    expect(toIt(closed.state)).toMatchObject({ kind: 'accept' });
    expect(toIt(gone.accepted().state)).toMatchObject({ kind: 'refuse', code: 'unknown-site' });
  });

  it('must be registered where a correction names it', () => {
    const stream = given(unit, produced(0), delivered(10));
    stream.when(corrected(20, produced(0), { plant: 'xx-1' })).refused('unknown-plant', '/data/changes/plant');
    stream.when(corrected(20, produced(0), { line: 'l-9' })).refused('unknown-line', '/data/changes/line');
    stream.when(corrected(20, delivered(10), { site: 'xx' })).refused('unknown-site', '/data/changes/site');
  });

  it('is the plant’s own line: correcting the plant alone is refused where the new one has no such line', () => {
    const stream = given(unit, produced(0, { line: 'l-2' }));
    stream.when(corrected(20, produced(0), { plant: 'warn-1' })).refused('unknown-line', '/data/changes/plant');
    stream.when(corrected(20, produced(0), { plant: 'warn-1', line: 'l-1' })).accepted();
  });
});

describe('the check digit of a VIN', () => {
  const [right, wrong] = ['LSU7AAAA6RB000001', 'LSU7AAAA5RB000001'];
  const at = (plant: string, vin: string) => report('UnitProduced', hour(0), { vin, model: 'su7', plant, line: 'l-1' });
  const note = (plant: string, vin: string) => {
    const { decision } = given(unit).when(at(plant, vin));
    return decision.kind === 'accept' ? decision.note : decision.kind;
  };

  it('must be right where the plant requires it', () => {
    given(unit).when(at('strict-1', right)).accepted();
    const detail = given(unit).when(at('strict-1', wrong)).refused('vin-check-digit', '/data/vin');
    expect(detail).toContain('is "5" where "6" is expected');
  });

  it('is noted, not refused, where the plant only warns', () => {
    expect(note('warn-1', right)).toBeUndefined();
    expect(note('warn-1', wrong)).toContain('is "5" where "6" is expected');
  });

  it('is not looked at where the plant ignores it', () => {
    expect(note('bj-1', wrong)).toBeUndefined();
  });

  it('is held to the plant that a correction names', () => {
    const stream = given(unit, at('bj-1', wrong));
    const moved = (plant: string) =>
      report('UnitEventCorrected', hour(5), {
        vin: wrong,
        corrects: at('bj-1', wrong).eventId,
        changes: { plant },
        reason: 'typo',
      });
    stream.when(moved('strict-1')).refused('vin-check-digit', '/data/vin');
    expect(stream.when(moved('warn-1')).decision).toMatchObject({
      kind: 'accept',
      note: expect.stringContaining('check digit'),
    });
  });

  it('is noted as well when the production brings parked facts with it', () => {
    const parked = report('UnitDelivered', hour(9), { vin: wrong, site: 'shop-1' });
    const reported = given(unit, parked).when(at('warn-1', wrong));
    reported.accepted('UnitProduced', 'UnitDelivered');
    expect(reported.decision).toMatchObject({ note: expect.stringContaining('"6" is expected') });
  });
});
