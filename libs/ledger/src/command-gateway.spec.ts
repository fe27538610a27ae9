import { quarantineStream, type SourceEvent } from '@plant-ledger/domain';
import { createCommandGateway } from './aggregates.js';
import type { CommandGateway } from './command-gateway.js';
import {
  delivered,
  deliveredAt,
  held,
  line,
  places,
  plant,
  produced,
  released,
  returned,
  shipped,
  site,
  siteNamed,
  vin,
} from './testing/events.js';
import { recorded, temporaryStore, typesIn, type TemporaryStore } from './testing/temporary-store.js';
import type { Incoming } from './incoming.js';

let log: TemporaryStore;
let gateway: CommandGateway;
beforeEach(async () => {
  log = await temporaryStore();
  gateway = createCommandGateway(log.store, Date.now);
});
afterEach(() => log.remove());

const incoming = (event: SourceEvent): Incoming => ({ kind: 'event', event });
const take = (...events: SourceEvent[]) => gateway.recordMany(events.map(incoming), 'first time');
const retry = (...events: SourceEvent[]) => gateway.recordMany(events.map(incoming), 'retry');
const inQuarantine = (event: SourceEvent) => typesIn(log.store, quarantineStream(event.eventId));
const invalid = (event: SourceEvent, code: string): Incoming => ({
  kind: 'invalid',
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
    await take(...places(), produced(1));
    const event = released(1);
    const outcomes = await take(event, event);
    const refused = { result: 'rejected', code: 'not-held', quarantine: event.eventId };
    expect(outcomes).toMatchObject([refused, { ...refused, again: true }]);
    expect(outcomes[0]).not.toHaveProperty('again');
    await Promise.all(Array.from({ length: 20 }, () => take(event)));
    expect(await inQuarantine(event)).toEqual(['EventQuarantined']);
    const kept = (await recorded(log.store)).at(-1)?.data;
    expect(kept).toMatchObject({
      code: 'not-held',
      contentHash: event.hash,
      event: { type: 'UnitReleased', source: event.source, id: event.id, data: event.data },
    });
  });

  it('is answered as then when it is sent again, whatever has come since; only a retry decides anew', async () => {
    await take(...places(), produced(1));
    const event = released(1);
    await take(event, held(1));
    const head = await log.store.head();
    expect(await take(event)).toMatchObject([{ result: 'rejected', code: 'not-held', again: true }]);
    expect(await log.store.head()).toBe(head);
    expect(await retry(event)).toMatchObject([{ result: 'accepted' }]);
    expect(await take(event)).toMatchObject([{ result: 'duplicate', first: event.eventId }]);
  });

  it('is a duplicate where it is in its stream, though its entry does not say so, as older versions left it', async () => {
    const [taken, refused] = [released(1), released(2)];
    await take(...places(), produced(1), held(1), taken, produced(2));
    await gateway.recordMany([invalid(taken, 'not-held'), invalid(refused, 'not-held')], 'first time');
    expect(await take(taken, refused)).toMatchObject([
      { result: 'duplicate', first: taken.eventId },
      { result: 'rejected', code: 'not-held', again: true },
    ]);
  });

  it('is kept again where its content has changed, and each content is answered as then', async () => {
    await take(...places(), produced(1));
    const [first, changed] = [released(1, { id: 'x' }), released(1, { id: 'x', at: '2024-03-03T09:00:00Z' })];
    await take(first, changed, changed, first);
    expect(await inQuarantine(first)).toEqual(['EventQuarantined', 'EventQuarantined']);
    await take(held(1));
    expect(await take(first, changed)).toMatchObject([{ again: true }, { again: true }]);
    expect(await take(released(1, { id: 'x', at: '2024-03-03T10:00:00Z' }))).toMatchObject([{ result: 'accepted' }]);
    const head = await log.store.head();
    expect(await take(changed, first)).toMatchObject([
      { result: 'rejected', code: 'not-held' },
      { result: 'rejected', code: 'not-held' },
    ]);
    expect(await log.store.head()).toBe(head);
    expect(await inQuarantine(first)).toEqual(['EventQuarantined', 'EventQuarantined', 'EventResolved']);
  });

  it('is kept for each of many writers at once, whatever each of them says', async () => {
    const events = Array.from({ length: 40 }, (_, minute) =>
      produced(1, { id: 'x', at: `2024-03-01T08:${String(minute + 10)}:00Z` }),
    );
    const outcomes = await Promise.all(events.map((event) => take(event)));
    expect(outcomes.flat().every(({ result }) => result === 'quarantined')).toBe(true);
    expect(await inQuarantine(events[0] ?? produced(1))).toHaveLength(40);
  });

  it('is not kept for a dry run', async () => {
    const [outcome] = await gateway.recordMany([incoming(produced(1))], 'dry run');
    expect(outcome).toMatchObject({ result: 'quarantined', code: 'unknown-plant' });
    expect(outcome).not.toHaveProperty('quarantine', expect.any(String));
    expect(await recorded(log.store)).toEqual([]);
  });

  it('stands in its place among the others', async () => {
    const bad = produced(2);
    const outcomes = await gateway.recordMany(
      [invalid(bad, 'invalid-vin'), ...[...places(), produced(1)].map(incoming), invalid(produced(3), 'unknown-field')],
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
    expect(outcome).toHaveProperty('position', expect.any(BigInt));
    expect(await take(other)).toEqual([{ ...outcome, again: true }]);
    expect(await inQuarantine(other)).toEqual(['EventQuarantined']);
    expect(await typesIn(log.store, `unit-${vin(1)}`)).toEqual(['UnitProduced']);
  });

  it('is answered with all of that when it is sent again after it had waited for its production', async () => {
    const first = delivered(1);
    const other = delivered(1, { source: '//test/crm', at: '2024-03-05T11:00:00Z' });
    const same = delivered(1, { source: '//test/erp' });
    await take(...places(), first, other, same);
    const reported = await take(produced(1));
    expect(reported).toMatchObject([{ result: 'accepted' }]);
    const [delivery] = await take(first);
    const position = delivery?.result === 'duplicate' ? delivery.position : undefined;
    expect(position).toEqual(expect.any(BigInt));
    expect(await take(other, same)).toMatchObject([
      {
        result: 'duplicate',
        first: first.eventId,
        position,
        differs: { occurredAt: { this: '2024-03-05T11:00:00.000Z' } },
        quarantine: other.eventId,
        again: true,
      },
      { result: 'duplicate', first: first.eventId, position, again: true },
    ]);
  });
});

describe('a quarantined event that is retried', () => {
  it('is taken in and resolved, once what it lacked is there', async () => {
    await take(...places(), produced(1));
    const event = released(1);
    await take(event, held(1));
    expect(await retry(event)).toMatchObject([{ result: 'accepted', stream: `unit-${vin(1)}` }]);
    expect(await inQuarantine(event)).toEqual(['EventQuarantined', 'EventResolved']);
    expect(await retry(event)).toMatchObject([{ result: 'duplicate' }]);
    expect(await inQuarantine(event)).toEqual(['EventQuarantined', 'EventResolved']);
  });

  it('is refused again with the rule that stands in its way now, and nothing is added where that is the same', async () => {
    await take(...places(), produced(1));
    const event = released(1, { at: '2024-03-08T08:00:00Z' });
    await take(event, delivered(1));
    expect(await retry(event)).toMatchObject([{ result: 'rejected', code: 'unit-delivered' }]);
    expect(await inQuarantine(event)).toEqual(['EventQuarantined', 'EventRetried']);
    const head = await log.store.head();
    await Promise.all(Array.from({ length: 5 }, () => retry(event)));
    expect(await log.store.head()).toBe(head);
  });

  it('together with 5,000 others that stay refused, by five at once, appends nothing', async () => {
    await take(...places(), ...Array.from({ length: 500 }, (_, number) => produced(number)));
    const refused = Array.from({ length: 5_000 }, (_, number) => released(number % 500));
    await take(...refused);
    const head = await log.store.head();
    await Promise.all(Array.from({ length: 5 }, () => retry(...refused)));
    expect(await log.store.head()).toBe(head);
  });

  it('together with many others is answered in order', async () => {
    await take(...places(), ...Array.from({ length: 150 }, (_, number) => produced(number)));
    const events = Array.from({ length: 150 }, (_, number) => released(number));
    await take(...events, ...Array.from({ length: 150 }, (_, number) => held(number)));
    const outcomes = await retry(...events);
    expect(outcomes.map(({ eventId }) => eventId)).toEqual(events.map(({ eventId }) => eventId));
    expect(new Set(outcomes.map(({ result }) => result))).toEqual(new Set(['accepted']));
  });

  it('may have been discarded: that is taken back', async () => {
    await take(...places(), produced(1));
    const event = released(1);
    await take(event);
    await gateway.discard({ eventId: event.eventId, waitingIn: undefined, reason: 'a mistake', actor: undefined });
    expect(await take(event)).toMatchObject([{ result: 'rejected', code: 'not-held', again: true }]);
    expect(await retry(event)).toMatchObject([{ result: 'rejected', code: 'not-held' }]);
    await take(held(1));
    expect(await retry(event)).toMatchObject([{ result: 'accepted' }]);
    expect(await inQuarantine(event)).toEqual(['EventQuarantined', 'EventDiscarded', 'EventRetried', 'EventResolved']);
  });
});

describe('an event of what is not registered', () => {
  it('waits, and is taken in by itself as soon as that is there, whatever else it lacks', async () => {
    const [made, handed] = [produced(1), delivered(1)];
    expect(await take(handed, made)).toMatchObject([
      { result: 'quarantined', code: 'unknown-site', quarantine: handed.eventId },
      { result: 'quarantined', code: 'unknown-plant', quarantine: made.eventId },
    ]);
    await take(plant());
    await gateway.healed();
    expect(await inQuarantine(made)).toEqual(['EventQuarantined', 'EventRetried']);
    await take(site());
    await gateway.healed();
    expect(await inQuarantine(handed)).toEqual(['EventQuarantined', 'EventResolved']);
    await take(line());
    await gateway.healed();
    expect(await typesIn(log.store, `unit-${vin(1)}`)).toEqual(['UnitFactParked', 'UnitProduced', 'UnitDelivered']);
    expect(await inQuarantine(made)).toEqual(['EventQuarantined', 'EventRetried', 'EventResolved']);
    const head = await log.store.head();
    expect(await take(handed, made)).toMatchObject([{ result: 'duplicate' }, { result: 'duplicate' }]);
    expect(await log.store.head()).toBe(head);
  });

  it('is answered as then while it waits, and waits in vain where other content came in its place', async () => {
    const [first, right] = [produced(1, { id: 'x' }), held(1, { id: 'x' })];
    await take(first);
    expect(await take(first)).toMatchObject([{ result: 'quarantined', code: 'unknown-plant', again: true }]);
    expect(await take(right)).toMatchObject([{ result: 'quarantined', code: 'out-of-order' }]);
    expect(await inQuarantine(first)).toEqual(['EventQuarantined', 'EventResolved']);
    await take(plant(), line());
    await gateway.healed();
    expect(await typesIn(log.store, `unit-${vin(1)}`)).toEqual(['UnitFactParked']);
    const head = await log.store.head();
    expect(await take(first)).toMatchObject([{ result: 'rejected', code: 'conflicting-duplicate', again: true }]);
    expect(await log.store.head()).toBe(head);
  });

  it('holds up what its unit does not allow before it', async () => {
    await take(...places(), produced(1));
    const at = (day: number) => ({ at: `2024-03-1${day}T08:00:00Z` });
    const [handed, back] = [deliveredAt('sh-2', 1, at(1)), returned(1, at(2))];
    expect(await take(handed)).toMatchObject([{ result: 'quarantined', code: 'unknown-site' }]);
    expect(await take(back)).toMatchObject([{ result: 'quarantined', code: 'not-delivered' }]);
    await take(siteNamed('sh-2'));
    await gateway.healed();
    expect(await typesIn(log.store, `unit-${vin(1)}`)).toEqual(['UnitProduced', 'UnitDelivered', 'UnitReturned']);
  });

  it('holds up what was refused while its unit’s facts waited for their production, too', async () => {
    const [handed, back] = [
      deliveredAt('sh-2', 1, { at: '2024-03-11T08:00:00Z' }),
      returned(1, { at: '2024-03-12T08:00:00Z' }),
    ];
    await take(...places(), handed, back, produced(1));
    expect(await typesIn(log.store, `unit-${vin(1)}`)).toEqual([
      'UnitFactParked',
      'UnitProduced',
      'UnitParkedFactSettled',
    ]);
    await gateway.readLog();
    await take(siteNamed('sh-2'));
    await gateway.healed();
    expect((await typesIn(log.store, `unit-${vin(1)}`)).slice(-2)).toEqual(['UnitDelivered', 'UnitReturned']);
  });
});

describe('a fact that waited in its unit’s stream and was settled there', () => {
  it('is answered as then when it is sent again', async () => {
    const [crm, erp, wrong] = [
      delivered(1, { source: '//crm' }),
      delivered(1, { source: '//erp' }),
      released(1, { at: '2024-03-01T09:00:00Z' }),
    ];
    await take(...places(), crm, erp, wrong);
    await gateway.discard({
      eventId: erp.eventId,
      waitingIn: `unit-${vin(1)}`,
      reason: 'the same again',
      actor: 'ann',
    });
    await take(produced(1), returned(1), held(1, { at: '2024-03-07T08:00:00Z' }));
    const head = await log.store.head();
    expect(await take(crm, erp, wrong)).toMatchObject([
      { result: 'duplicate', first: crm.eventId },
      { result: 'rejected', detail: expect.stringContaining('the same again'), again: true },
      { result: 'rejected', code: 'not-held', again: true },
    ]);
    expect(await log.store.head()).toBe(head);
  });
});

describe('the same file once more', () => {
  it('changes nothing: a delivery that two systems told, and a return', async () => {
    const file = [
      ...places(),
      siteNamed('s2'),
      produced(1),
      delivered(1, { source: '//crm' }),
      deliveredAt('s2', 1, { source: '//erp', at: '2024-03-05T10:00:00Z' }),
      returned(1),
    ];
    expect((await take(...file)).slice(-2)).toMatchObject([
      { result: 'rejected', code: 'already-delivered' },
      { result: 'accepted' },
    ]);
    const head = await log.store.head();
    for (const again of [file, [...file, ...file]]) {
      const results = new Set((await take(...again)).map(({ result }) => result));
      expect(results).toEqual(new Set(['duplicate', 'rejected']));
    }
    const restarted = createCommandGateway(log.store, Date.now);
    await restarted.readLog();
    await restarted.recordMany(file.map(incoming), 'first time');
    expect(await log.store.head()).toBe(head);
    // Sent twice in one batch it is no other.
    expect((await take(...file.map((event) => event))).at(-2)).toMatchObject({
      code: 'already-delivered',
      again: true,
    });
  });
});

describe('an event that an operator discards', () => {
  const discard = (event: SourceEvent, waitingIn?: string) =>
    gateway.discard({ eventId: event.eventId, waitingIn, reason: 'sold as scrap', actor: 'ann' });

  it('stays on record with the reason, and the same refusal sent again adds nothing', async () => {
    const event = produced(1);
    await take(event);
    expect(await discard(event)).toBe('discarded');
    expect(await discard(event)).toBe('already-settled');
    const [again] = await take(event);
    const detail = expect.stringMatching(
      /^An operator has discarded it \("sold as scrap"\): only a retry takes that back\./,
    );
    expect(again).toMatchObject({ result: 'rejected', again: true, detail });
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
