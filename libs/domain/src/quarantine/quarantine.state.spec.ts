import type { EventQuarantined, QuarantineEventType } from './quarantine.events.js';
import { evolveQuarantine, isNewRefusal, NEW_QUARANTINE } from './quarantine.state.js';

const kept = { type: 'UnitHeld', source: '/mes', id: '1', time: '2024-03-01T00:00:00Z', data: { vin: 'short' } };
const refusal: EventQuarantined = {
  eventId: 'e-1',
  code: 'unknown-site',
  detail: 'Site "x" was never opened.',
  contentHash: 'hash-1',
  event: kept,
};
const after = (...events: readonly (readonly [QuarantineEventType, object])[]) =>
  events.reduce((state, [type, data]) => evolveQuarantine(state, { type, data }), NEW_QUARANTINE);
const quarantined = ['EventQuarantined', refusal] as const;
const retried = ['EventRetried', { eventId: 'e-1', code: 'unit-held', detail: 'It is on hold.' }] as const;
const resolved = ['EventResolved', { eventId: 'e-1', result: 'accepted' }] as const;
const discarded = ['EventDiscarded', { eventId: 'e-1', reason: 'test data' }] as const;

describe('a refused event', () => {
  it('is rejected until it is resolved or discarded, and keeps what was sent', () => {
    expect(after()).toMatchObject({ status: 'none' });
    expect(after(quarantined)).toEqual({
      status: 'rejected',
      code: 'unknown-site',
      contentHash: 'hash-1',
      event: kept,
    });
    expect(after(quarantined, retried)).toMatchObject({ status: 'rejected', code: 'unit-held', event: kept });
    expect(after(quarantined, resolved)).toMatchObject({ status: 'resolved', event: kept });
    expect(after(quarantined, discarded)).toMatchObject({ status: 'discarded', event: kept });
  });

  it('is rejected again when it is refused after it was resolved', () => {
    expect(after(quarantined, resolved, quarantined).status).toBe('rejected');
  });
});

describe('the same refusal again', () => {
  it('adds nothing, after an operator has discarded it neither', () => {
    expect(isNewRefusal(after(quarantined), refusal)).toBe(false);
    expect(isNewRefusal(after(quarantined, discarded), refusal)).toBe(false);
  });

  it('is new the first time, after it was resolved, with another code or with other content', () => {
    expect(isNewRefusal(after(), refusal)).toBe(true);
    expect(isNewRefusal(after(quarantined, resolved), refusal)).toBe(true);
    expect(isNewRefusal(after(quarantined), { ...refusal, code: 'unit-held' })).toBe(true);
    expect(isNewRefusal(after(quarantined), { ...refusal, contentHash: 'hash-2' })).toBe(true);
    expect(isNewRefusal(after(quarantined, retried), refusal)).toBe(true);
  });
});
