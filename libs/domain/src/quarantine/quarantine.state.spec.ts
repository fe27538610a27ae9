import type { TypedData } from '../event.js';
import type { EventQuarantined } from './quarantine.events.js';
import { changeBy, evolveQuarantine, NEW_QUARANTINE, type Verdict } from './quarantine.state.js';

const kept = { type: 'UnitHeld', source: '/mes', id: '1', time: '2024-03-01T00:00:00Z', data: { vin: 'short' } };
const refusal: EventQuarantined = {
  eventId: 'e-1',
  code: 'unknown-site',
  detail: 'Site "x" was never opened.',
  contentHash: 'hash-1',
  event: kept,
};
const after = (...events: readonly TypedData[]) => events.reduce(evolveQuarantine, NEW_QUARANTINE);
const quarantined = { type: 'EventQuarantined', data: refusal } as const;
const waiting = { ...refusal, waitsFor: 'site-x' };
const waits = { type: 'EventQuarantined', data: waiting } as const;
const other = { ...refusal, contentHash: 'hash-2', event: { ...kept, data: { vin: 'long' } } };
const retried = {
  type: 'EventRetried',
  data: { eventId: 'e-1', code: 'unit-held', detail: 'It is on hold.' },
} as const;
const resolved = { type: 'EventResolved', data: { eventId: 'e-1', result: 'accepted' } } as const;
const discarded = { type: 'EventDiscarded', data: { eventId: 'e-1', reason: 'test data' } } as const;
const statuses = (...events: readonly TypedData[]) => {
  const { status, contents } = after(...events);
  return [status, ...[...contents.values()].map((content) => content.status)];
};

describe('a refused event', () => {
  it('is rejected, or waits, until it is resolved or discarded, and keeps what was sent', () => {
    expect(after()).toMatchObject({ status: 'none' });
    expect(after(quarantined)).toMatchObject({ status: 'rejected', current: 'hash-1' });
    expect(after(quarantined).contents.get('hash-1')).toMatchObject({ code: 'unknown-site', event: kept });
    expect(statuses(waits)).toEqual(['waiting', 'waiting']);
    expect(after(waits, retried).contents.get('hash-1')).toMatchObject({ status: 'rejected', code: 'unit-held' });
    expect(statuses(waits, resolved)).toEqual(['resolved', 'resolved']);
    expect(statuses(waits, discarded)).toEqual(['discarded', 'discarded']);
  });

  it('is rejected again when it is refused after it was resolved', () => {
    expect(after(quarantined, resolved, quarantined).status).toBe('rejected');
  });

  it('keeps every content that it was ever sent with; what waited is replaced by what came after it', () => {
    expect(statuses(waits, { type: 'EventQuarantined', data: other })).toEqual(['rejected', 'replaced', 'rejected']);
    const taken = {
      type: 'EventResolved',
      data: { eventId: 'e-1', result: 'accepted', contentHash: 'hash-3' },
    } as const;
    expect(statuses(waits, taken)).toEqual(['resolved', 'replaced']);
    expect(statuses(quarantined, taken)).toEqual(['resolved', 'rejected']);
  });
});

describe('what a decision adds to the record', () => {
  const refusedAs = (entry: EventQuarantined): Verdict => ({ kind: 'kept', entry });
  const settledAs = (contentHash: string, ifKept?: true): Verdict => ({
    kind: 'settled',
    result: 'accepted',
    contentHash,
    ifKept,
  });
  const added = (state: ReturnType<typeof after>, verdict: Verdict, again = false) =>
    changeBy(state, 'e-1', verdict, again ? 'again' : 'first time')?.type;

  it('is the first refusal of each content, once', () => {
    expect(added(after(), refusedAs(refusal))).toBe('EventQuarantined');
    expect(added(after(quarantined), refusedAs(refusal))).toBeUndefined();
    expect(added(after(quarantined, discarded), refusedAs(refusal))).toBeUndefined();
    expect(added(after(quarantined), refusedAs(other))).toBe('EventQuarantined');
  });

  it('is nothing where a new decision says what the one before it said', () => {
    expect(added(after(quarantined), refusedAs(refusal), true)).toBeUndefined();
    expect(added(after(waits), refusedAs(waiting), true)).toBeUndefined();
    expect(added(after(quarantined), refusedAs({ ...refusal, code: 'unit-held' }), true)).toBe('EventRetried');
    expect(added(after(quarantined), refusedAs(waiting), true)).toBe('EventRetried');
    expect(added(after(quarantined, discarded), refusedAs(refusal), true)).toBe('EventRetried');
    expect(added(after(quarantined, { type: 'EventQuarantined', data: other }), refusedAs(refusal), true)).toBe(
      'EventQuarantined',
    );
  });

  it('is that it is settled, once, and not of what was never kept', () => {
    expect(added(after(), settledAs('hash-1'))).toBeUndefined();
    expect(added(after(quarantined), settledAs('hash-1'))).toBe('EventResolved');
    expect(added(after(quarantined, resolved), settledAs('hash-1'))).toBeUndefined();
    expect(added(after(quarantined), settledAs('hash-2'))).toBe('EventResolved');
    expect(added(after(quarantined), settledAs('hash-2', true))).toBeUndefined();
  });
});
