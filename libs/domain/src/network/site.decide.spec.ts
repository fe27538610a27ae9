import { alsoReportedBy, hour, iso, report, underTheIdOf } from '../testing/facts.js';
import { given } from '../testing/given.js';
import { site } from '../testing/world.js';

const opened = (at: number, changes: object = {}) =>
  report('SiteOpened', hour(at), { site: 's-1', kind: 'sales', city: 'Beijing', ...changes });
const closed = (at: number) => report('SiteClosed', hour(at), { site: 's-1' });
const siteVoided = (at: number, of: { eventId: string }, id = `void at ${at}`) =>
  report('SiteEventVoided', hour(at), { site: 's-1', voids: of.eventId, reason: 'wrong' }, { id });

describe('opening a site', () => {
  it('that is open already is a duplicate for the same kind and city, and refused otherwise', () => {
    const stream = given(site, opened(0));
    stream.when(alsoReportedBy('/erp', opened(0))).duplicateOf(opened(0));
    stream.when(opened(9, { country: 'CN' })).duplicateOf(opened(0), {
      occurredAt: { first: iso(hour(0)), this: iso(hour(9)) },
      country: { first: null, this: 'CN' },
    });
    stream.when(opened(9, { kind: 'service' })).refused('already-open', '/data/site');
    stream.when(opened(9, { city: 'Shanghai' })).refused('already-open', '/data/site');
    stream.when(underTheIdOf(opened(0), opened(0, { city: 'Shanghai' }))).refused('conflicting-duplicate');
  });

  it('in its time zone by another name is a duplicate', () => {
    const first = opened(0, { timeZone: 'Asia/Kolkata' });
    given(site, first)
      .when(opened(9, { timeZone: 'Asia/Calcutta' }))
      .duplicateOf(first, { occurredAt: { first: expect.anything(), this: expect.anything() } });
  });

  it('by another name is refused, and is a duplicate where only one of them names it', () => {
    const first = opened(0, { name: 'Wangfujing' });
    const stream = given(site, first);
    stream.when(opened(9)).duplicateOf(first, { occurredAt: { first: expect.anything(), this: expect.anything() } });
    expect(stream.when(opened(9, { name: 'Sanlitun' })).refused('already-open', '/data/site')).toContain('Wangfujing');
    given(site, opened(0))
      .when(opened(9, { name: 'Sanlitun' }))
      .duplicateOf(opened(0), { occurredAt: { first: expect.anything(), this: expect.anything() } });
  });

  it('again after it closed may be of another kind, in another city', () => {
    const { state } = given(site, opened(0), closed(5))
      .when(opened(9, { kind: 'service', city: 'Shanghai' }))
      .accepted();
    expect(state.open).toMatchObject({ kind: 'service', city: 'Shanghai' });
    expect(state.registered).toMatchObject({ kind: 'sales', city: 'Beijing' });
  });

  it('never changes its time zone, not even when it closed or was voided', () => {
    const first = opened(0, { timeZone: 'Asia/Shanghai' });
    for (const stream of [given(site, first), given(site, first, closed(5)), given(site, first, siteVoided(5, first))])
      stream.when(opened(9, { timeZone: 'Asia/Urumqi' })).refused('zone-fixed', '/data/timeZone');
    given(site, opened(0))
      .when(opened(9, { timeZone: 'Asia/Urumqi' }))
      .refused('zone-fixed', '/data/timeZone');
  });
});

describe('closing a site', () => {
  it('needs it open', () => {
    given(site).when(closed(5)).refused('unknown-site', '/data/site');
    const stream = given(site, opened(0), closed(5));
    expect(stream.state.open).toBeUndefined();
    stream.when(closed(30)).refused('not-open', '/data/site');
  });

  it('told by two sources at once is a duplicate', () => {
    given(site, opened(0), closed(5))
      .when(alsoReportedBy('/erp', closed(5)))
      .duplicateOf(closed(5));
    given(site, opened(0), closed(5))
      .when(closed(9))
      .duplicateOf(closed(5), { occurredAt: { first: iso(hour(5)), this: iso(hour(9)) } });
  });
});

describe('voiding what a site told', () => {
  it('closes or opens it again', () => {
    expect(given(site, opened(0), siteVoided(5, opened(0))).state.open).toBeUndefined();
    expect(given(site, opened(0), closed(3), siteVoided(5, closed(3))).state.open).toMatchObject({ city: 'Beijing' });
  });

  it('of an opening that its closing needs is refused, naming what to void first', () => {
    const stream = given(site, opened(0), closed(3));
    expect(stream.when(siteVoided(5, opened(0))).refused('impossible-history', '/data/voids')).toContain(
      closed(3).eventId,
    );
    const reopened = given(site, opened(0), closed(3), opened(4));
    expect(reopened.when(siteVoided(5, closed(3))).refused('impossible-history', '/data/voids')).toContain(
      opened(4).eventId,
    );
  });

  it('needs the event to be known and a fact; twice is a duplicate', () => {
    const undo = siteVoided(5, opened(0));
    const stream = given(site, opened(0), undo);
    given(site, opened(0))
      .when(siteVoided(5, closed(9)))
      .refused('unknown-event', '/data/voids');
    stream.when(siteVoided(6, opened(0))).duplicateOf(undo);
    stream.when(siteVoided(6, undo)).refused('cannot-amend', '/data/voids');
    stream.when(undo).duplicateOf(undo);
  });
});
