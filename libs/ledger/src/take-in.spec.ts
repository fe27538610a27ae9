import { fromStored, quarantineStream, type SourceEvent } from '@plant-ledger/domain';
import { Door } from './door.js';
import { delivered, held, line, places, plant, produced, shipped, site, vin } from './testing/events.js';
import { recorded, temporaryStore, typesIn, type TemporaryStore } from './testing/temporary-store.js';
import type { Incoming } from './take-in.js';

let log: TemporaryStore;
let door: Door;
beforeEach(async () => {
  log = await temporaryStore();
  door = new Door(log.store, Date.now);
});
afterEach(() => log.remove());

const incoming = (event: SourceEvent): Incoming => ({ kind: 'event', event });
const take = (...events: SourceEvent[]) => door.takeMany(events.map(incoming), 'first time');
const retry = (...events: SourceEvent[]) => door.takeMany(events.map(incoming), 'retry');
const inQuarantine = (event: SourceEvent) => typesIn(log.store, quarantineStream(event.eventId));
const unfit = (event: SourceEvent, code: string): Incoming => ({
  kind: 'unfit',
  refusal: {
    eventId: event.eventId,
    code,
    detail: 'UnitProduced does not fit its schema.',
    errors: [{ pointer: '/data/vin', message: 'is wrong' }],
    contentHash: event.hash,
    event: { type: event.type, source: event.source, id: event.id, time: '2024-03-01T08:00:00Z', data: event.data },
  },
});

describe('an event that breaks a rule', () => {
  it('is kept in quarantine once, however often and however many times at once it is sent', async () => {
    const event = produced(1);
    const outcomes = await take(event, event);
    expect(outcomes).toMatchObject([
      { result: 'rejected', code: 'unknown-plant', quarantine: event.eventId },
      { result: 'rejected', code: 'unknown-plant', quarantine: event.eventId },
    ]);
    await Promise.all(Array.from({ length: 20 }, () => take(event)));
    expect(await inQuarantine(event)).toEqual(['EventQuarantined']);
    const [kept] = (await recorded(log.store)).map(({ data }) => data);
    expect(kept).toMatchObject({
      code: 'unknown-plant',
      contentHash: event.hash,
      event: { type: 'UnitProduced', source: event.source, id: event.id, data: event.data },
    });
  });

  it('is kept again where its content or the rule has changed', async () => {
    const [first, changed] = [produced(1, { id: 'x' }), produced(1, { id: 'x', at: '2024-03-01T09:00:00Z' })];
    await take(first, changed, changed, plant(), changed);
    expect(await inQuarantine(first)).toEqual(['EventQuarantined', 'EventQuarantined', 'EventQuarantined']);
    const codes = (await log.store.readStream(quarantineStream(first.eventId))).map(
      (event) => fromStored(event).data.code,
    );
    expect(codes).toEqual(['unknown-plant', 'unknown-plant', 'unknown-line']);
  });

  it('is kept for each of many writers at once, whatever each of them says', async () => {
    const events = Array.from({ length: 40 }, (_, minute) =>
      produced(1, { id: 'x', at: `2024-03-01T08:${String(minute + 10)}:00Z` }),
    );
    const outcomes = await Promise.all(events.map((event) => take(event)));
    expect(outcomes.flat().every(({ result }) => result === 'rejected')).toBe(true);
    expect(await inQuarantine(events[0] ?? produced(1))).toHaveLength(40);
  });

  it('is not kept for a dry run', async () => {
    const [outcome] = await door.takeMany([incoming(produced(1))], 'dry run');
    expect(outcome).toMatchObject({ result: 'rejected', code: 'unknown-plant' });
    expect(outcome).not.toHaveProperty('quarantine', expect.any(String));
    expect(await recorded(log.store)).toEqual([]);
  });

  it('stands in its place among the others', async () => {
    const bad = produced(2);
    const outcomes = await door.takeMany(
      [unfit(bad, 'invalid-vin'), ...[...places(), produced(1)].map(incoming), unfit(produced(3), 'unknown-field')],
      'first time',
    );
    expect(outcomes.map((outcome) => ('code' in outcome ? outcome.code : outcome.result))).toEqual([
      'invalid-vin',
      'accepted',
      'accepted',
      'accepted',
      'accepted',
      'unknown-field',
    ]);
    expect(outcomes[0]).toMatchObject({
      errors: [{ pointer: '/data/vin', message: 'is wrong' }],
      quarantine: bad.eventId,
    });
  });
});

describe('a fact that two sources tell differently', () => {
  it('is a duplicate that names the first, says how it differs, and is listed for an operator', async () => {
    const first = produced(1);
    const other = produced(1, { source: '//test/erp', at: '2024-03-01T11:00:00Z' });
    const [outcome] = (await take(...places(), first, other)).slice(4);
    expect(outcome).toMatchObject({
      result: 'duplicate',
      first: first.eventId,
      differs: { occurredAt: { first: '2024-03-01T08:00:00.000Z', this: '2024-03-01T11:00:00.000Z' } },
      quarantine: other.eventId,
    });
    await take(other);
    expect(await inQuarantine(other)).toEqual(['EventQuarantined']);
    expect(await typesIn(log.store, `unit-${vin(1)}`)).toEqual(['UnitProduced']);
  });
});

describe('a quarantined event that is retried', () => {
  it('is taken in and resolved, once what it lacked is there', async () => {
    const event = produced(1);
    await take(event, plant(), line());
    expect(await retry(event)).toMatchObject([{ result: 'accepted', stream: `unit-${vin(1)}` }]);
    expect(await inQuarantine(event)).toEqual(['EventQuarantined', 'EventResolved']);
    expect(await retry(event)).toMatchObject([{ result: 'duplicate' }]);
    expect(await inQuarantine(event)).toEqual(['EventQuarantined', 'EventResolved']);
  });

  it('is refused again with the rule that stands in its way now', async () => {
    const event = produced(1);
    await take(event, plant());
    expect(await retry(event)).toMatchObject([{ result: 'rejected', code: 'unknown-line' }]);
    expect(await inQuarantine(event)).toEqual(['EventQuarantined', 'EventRetried']);
  });

  it('may be parked: then it waits in its unit’s stream and is out of quarantine', async () => {
    const event = delivered(1);
    await take(event, site());
    expect(await retry(event)).toMatchObject([{ result: 'quarantined', code: 'out-of-order' }]);
    expect(await inQuarantine(event)).toEqual(['EventQuarantined', 'EventResolved']);
    await take(plant(), line(), produced(1));
    expect(await typesIn(log.store, `unit-${vin(1)}`)).toEqual(['UnitFactParked', 'UnitProduced', 'UnitDelivered']);
  });

  it('together with many others is answered in order', async () => {
    const events = Array.from({ length: 150 }, (_, number) => produced(number));
    await take(...events, plant(), line());
    const outcomes = await retry(...events);
    expect(outcomes.map(({ eventId }) => eventId)).toEqual(events.map(({ eventId }) => eventId));
    expect(new Set(outcomes.map(({ result }) => result))).toEqual(new Set(['accepted']));
  });
});

describe('an event that an operator discards', () => {
  const discard = (event: SourceEvent, waitingIn?: string) =>
    door.discard(event.eventId, waitingIn, 'sold as scrap', 'ann');

  it('stays on record with the reason, and the same refusal sent again adds nothing', async () => {
    const event = produced(1);
    await take(event);
    expect(await discard(event)).toBe('discarded');
    expect(await discard(event)).toBe('already-settled');
    await take(event);
    expect(await inQuarantine(event)).toEqual(['EventQuarantined', 'EventDiscarded']);
    const last = (await recorded(log.store)).at(-1);
    expect(last?.data).toEqual({ eventId: event.eventId, reason: 'sold as scrap', actor: 'ann' });
  });

  it('while it waits in its unit’s stream is never taken in', async () => {
    const event = delivered(1);
    await take(...places(), event);
    expect(await discard(event, `unit-${vin(1)}`)).toBe('discarded');
    expect(await take(produced(1), held(1), shipped(2))).toMatchObject([
      { result: 'accepted', revision: 2 },
      { result: 'accepted' },
      { result: 'quarantined' },
    ]);
    expect(await typesIn(log.store, `unit-${vin(1)}`)).toEqual([
      'UnitFactParked',
      'UnitParkedFactSettled',
      'UnitProduced',
      'UnitHeld',
    ]);
  });

  it('by several at once is discarded once', async () => {
    const event = produced(1);
    await take(event);
    await Promise.all(Array.from({ length: 8 }, () => discard(event)));
    expect(await inQuarantine(event)).toEqual(['EventQuarantined', 'EventDiscarded']);
  });
});
