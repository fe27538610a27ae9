import { THEN_RETRY } from '../decision.js';
import { report, underTheIdOf } from '../testing/facts.js';
import { given, type Thing } from '../testing/given.js';
import { decideMonth, evolveMonth, NEW_MONTH, type MonthState } from './month.decide.js';
import type { MonthEventType } from './month.events.js';

/** The books of July 2024, whose end the ledger's clock has seen long ago. */
const atTime = (now: string, zones = ['Etc/GMT+12', 'Asia/Shanghai']): Thing<MonthState, MonthEventType> => ({
  initial: NEW_MONTH,
  decide: (state, event) => decideMonth(state, event, { now: Date.parse(now), zonesInUse: () => zones }),
  evolve: evolveMonth,
});
const month = atTime('2026-01-01T00:00:00Z');
const closed = (time = '2024-08-02T00:00:00Z', name = '2024-07') =>
  report('MonthClosed', Date.parse(time), { month: name });
const reopened = (time = '2024-08-03T00:00:00Z') =>
  report('MonthReopened', Date.parse(time), { month: '2024-07', reason: 'late invoices' });

describe('closing a month', () => {
  it('is refused until it has ended in the last time zone on Earth, where a plant is there', () => {
    for (const time of ['2024-08-01T00:00:00+08:00', '2024-08-01T12:03:00Z']) {
      const detail = given(atTime('2024-08-01T11:59:59.999Z'))
        .when(closed(time))
        .refused('month-not-ended', '/data/month');
      expect(detail).toContain('2024-08-01T12:00:00.000Z');
      expect(detail).not.toContain('with a time');
      given(atTime('2024-08-01T12:00:00Z')).when(closed(time)).accepted();
    }
    const december = closed('2025-01-01T00:00:00Z', '2024-12');
    given(atTime('2025-01-01T11:59:59Z')).when(december).refused('month-not-ended', '/data/month');
    given(atTime('2025-01-01T12:00:00Z')).when(december).accepted();
  });

  it('is refused until it is over in the zones in use, and says where it lasts and until when', () => {
    const ends = (now: string, zones: string[]) => given(atTime(now, zones)).when(closed('2024-07-31T16:00:00Z'));
    ends('2024-07-31T16:00:00Z', ['Asia/Shanghai']).accepted();
    expect(ends('2024-07-31T15:59:59.999Z', ['Asia/Shanghai']).refused('month-not-ended', '/data/month')).toBe(
      '2024-07 lasts until 2024-07-31T16:00:00.000Z in Asia/Shanghai, where a plant or site is. ' +
        `Wait for that. ${THEN_RETRY}`,
    );
    const both = ['America/New_York', 'Asia/Shanghai'];
    expect(ends('2024-08-01T03:59:59Z', both).refused('month-not-ended', '/data/month')).toContain(
      'until 2024-08-01T04:00:00.000Z in America/New_York',
    );
    ends('2024-08-01T04:00:00Z', both).accepted();
  });

  it('is refused where the source says that it did so before the month had ended in any zone in use', () => {
    const long = atTime('2026-01-01T00:00:00Z', ['America/New_York', 'Asia/Shanghai']);
    expect(given(long).when(closed('2024-07-31T15:59:59.999Z')).refused('month-not-ended', '/time')).toContain(
      'first it ended in Asia/Shanghai, at 2024-07-31T16:00:00.000Z. Send it with the time of the closing.',
    );
    given(long).when(closed('2024-07-31T16:00:00Z')).accepted();
  });

  it('too early is to be sent with its time, where the time it has lies before the end, too', () => {
    const early = given(atTime('2024-07-31T12:00:00Z', ['Asia/Shanghai'])).when(closed('2024-07-31T12:00:00Z'));
    const detail = early.refused('month-not-ended', '/data/month');
    expect(detail).toContain('Send MonthClosed after that, with its time.');
    expect(detail).not.toContain(THEN_RETRY);
  });

  it('of the last month that has a name is never decided by a time of its own', () => {
    given(atTime('+275760-01-01T00:00:00Z', ['UTC']))
      .when(closed('2024-08-02T00:00:00Z', '9999-12'))
      .refused('month-not-ended', '/data/month');
  });

  it('is refused for the last month that has a name, as for any other to come', () => {
    given(month).when(closed('2024-08-02T00:00:00Z', '9999-12')).refused('month-not-ended', '/data/month');
  });

  it('twice is refused: nothing new would be published', () => {
    const detail = given(month, closed())
      .when(closed('2024-08-05T00:00:00Z'))
      .refused('month-already-closed', '/data/month');
    expect(detail).toContain('MonthReopened');
  });

  it('again under the same id is recognised, with and without the same content, whatever happened since', () => {
    for (const stream of [given(month, closed()), given(month, closed(), reopened())]) {
      stream.when(closed()).duplicateOf(closed());
      stream.when(underTheIdOf(closed(), closed('2024-08-09T00:00:00Z'))).refused('conflicting-duplicate');
    }
  });
});

describe('reopening a month', () => {
  it('needs it closed', () => {
    given(month).when(reopened()).refused('not-closed', '/data/month');
    given(month, closed(), reopened()).when(reopened('2024-08-04T00:00:00Z')).refused('not-closed', '/data/month');
  });

  it('lets it be closed again', () => {
    const stream = given(month, closed(), reopened());
    expect(stream.state.closed).toBe(false);
    expect(stream.when(closed('2024-08-05T00:00:00Z')).accepted().state.closed).toBe(true);
  });

  it('under an id sent before is recognised', () => {
    const stream = given(month, closed(), reopened());
    stream.when(reopened()).duplicateOf(reopened());
    stream.when(underTheIdOf(reopened(), closed())).refused('conflicting-duplicate');
  });
});
