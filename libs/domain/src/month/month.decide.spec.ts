import { tell, underTheIdOf } from '../testing/facts.js';
import { given, type Thing } from '../testing/given.js';
import { decideMonth, evolveMonth, NEW_MONTH, type MonthState } from './month.decide.js';
import type { MonthEventType } from './month.events.js';

const month: Thing<MonthState, MonthEventType> = { initial: NEW_MONTH, decide: decideMonth, evolve: evolveMonth };
const closed = (time = '2024-08-02T00:00:00Z', name = '2024-07') =>
  tell('MonthClosed', Date.parse(time), { month: name });
const reopened = (time = '2024-08-03T00:00:00Z') =>
  tell('MonthReopened', Date.parse(time), { month: '2024-07', reason: 'late invoices' });

describe('closing a month', () => {
  it('is refused until it has ended in the last time zone on Earth', () => {
    const detail = given(month).when(closed('2024-08-01T11:59:59.999Z')).refused('month-not-ended', '/data/month');
    expect(detail).toContain('2024-08-01T12:00:00.000Z');
    given(month).when(closed('2024-08-01T12:00:00Z')).accepted();
    given(month).when(closed('2025-01-01T11:59:59Z', '2024-12')).refused('month-not-ended', '/data/month');
    given(month).when(closed('2025-01-01T12:00:00Z', '2024-12')).accepted();
  });

  it('is refused for the last month that has a name, as for any other to come', () => {
    given(month).when(closed('2024-08-02T00:00:00Z', '9999-12')).refused('month-not-ended', '/data/month');
  });

  it('twice is a duplicate', () => {
    given(month, closed()).when(closed('2024-08-05T00:00:00Z')).duplicateOf(closed());
  });
});

describe('reopening a month', () => {
  it('needs it closed', () => {
    given(month).when(reopened()).refused('not-closed', '/data/month');
  });

  it('twice is a duplicate, and it can be closed again after', () => {
    const stream = given(month, closed(), reopened());
    stream.when(reopened('2024-08-04T00:00:00Z')).duplicateOf(reopened());
    expect(stream.when(closed('2024-08-05T00:00:00Z')).accepted().state.closed).toBe(true);
  });

  it('under an id sent before is recognised', () => {
    const stream = given(month, closed(), reopened());
    stream.when(reopened()).duplicateOf(reopened());
    stream.when(underTheIdOf(reopened(), closed())).refused('conflicting-duplicate');
  });
});
