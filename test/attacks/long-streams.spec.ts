import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { contentHash, eventIdOf, streamOf, toStored, type EventType } from '@plant-ledger/domain';
import { NO_STREAM, openEventStore } from '@plant-ledger/event-store';
import { said } from '../support/ask.js';
import { event, lineCommissioned, newVin, plantRegistered, produced, type TestEvent } from '../support/events.js';
import { killProcesses } from '../support/service-process.js';
import type { TestService } from '../support/reach.js';
import { attack, type Target } from './attack.js';

afterAll(killProcesses);

jest.setTimeout(240_000);

const time = '2024-01-02T08:00:00.000Z';
const second = (number: number) => new Date(Date.parse('2024-05-20T00:00:00Z') + number * 1_000).toISOString();
const places = [plantRegistered('long-1', { time }), lineCommissioned('long-1', 'L1', { time })];
const made = (vin: string) => produced(vin, { time: second(0) }, 'long-1');
/** Holds and releases in turns, one a second. */
const stops = (vin: string, count: number) =>
  Array.from({ length: count }, (_, number) =>
    event(number % 2 === 0 ? 'UnitHeld' : 'UnitReleased', { vin, reason: 'r' }, { time: second(number + 1) }),
  );
/** The model of a vehicle to and fro: each books all of its moves anew. */
const corrections = (of: TestEvent, count: number) =>
  Array.from({ length: count }, (_, number) =>
    event(
      'UnitEventCorrected',
      {
        vin: of.data.vin,
        corrects: { source: of.source, id: of.id },
        changes: { model: number % 2 === 0 ? 'model-b' : 'model-a' },
        reason: 'r',
      },
      { time: second(90_000 + number) },
    ),
  );

async function resultsOf(service: TestService, events: readonly TestEvent[]): Promise<Record<string, number>> {
  const by: Record<string, number> = {};
  for (let start = 0; start < events.length; start += 1_000) {
    const { results } = said(await service.send.batch(events.slice(start, start + 1_000))) as {
      readonly results: readonly { readonly result: string; readonly code?: string }[];
    };
    for (const { result, code = '' } of results) {
      const name = `${result} ${code}`.trim();
      by[name] = (by[name] ?? 0) + 1;
    }
  }
  return by;
}

/** Until everything that was accepted is in the figures. */
async function caughtUp(service: TestService): Promise<void> {
  const { caughtUp: isThere } = said(await service.get('/v1/status')) as { readonly caughtUp?: boolean };
  if (isThere) return;
  await delay(50);
  await caughtUp(service);
}

/** The log of an earlier version, which bounded nothing. */
async function withOldLog(events: readonly TestEvent[], use: (eventStore: string) => Promise<void>): Promise<void> {
  const folder = await mkdtemp(join(tmpdir(), 'plant-ledger-old-log-'));
  try {
    const eventStore = `sqlite:${join(folder, 'log.db')}`;
    const store = await openEventStore(eventStore);
    const revisions = new Map<string, number>();
    const appends = events.map(({ type, data, source, id, time: at }) => {
      const stream = streamOf(type as EventType, data);
      const expectedRevision = revisions.get(stream) ?? NO_STREAM;
      revisions.set(stream, expectedRevision + 1);
      const occurredAt = Date.parse(at);
      const hash = contentHash(type, occurredAt, data);
      const decided = { type, data, source, id, eventId: eventIdOf(source, id), occurredAt, hash };
      return { stream, expectedRevision, events: [toStored(decided, 0)] };
    });
    await store.appendMany(appends);
    await store.close();
    await use(eventStore);
  } finally {
    await rm(folder, { recursive: true });
  }
}

it('a vehicle takes 1,000 facts and 100 corrections that book all of them anew, and nobody is held up', async () => {
  const production = made(newVin());
  await attack(async ({ service }) => {
    await service.send.batch(places);
    const facts = [production, ...stops(String(production.data.vin), 1_020)];
    // Once the vehicle is full and on hold, the holds among the rest tell what stands already.
    expect(await resultsOf(service, facts)).toEqual({ accepted: 1_000, duplicate: 10, 'rejected too-many-events': 11 });
    const amended = await resultsOf(service, corrections(production, 150));
    expect(amended).toEqual({ accepted: 100, 'rejected too-many-events': 25, duplicate: 25 });
    await caughtUp(service);
  });
});

it('a log of an earlier version, of a vehicle with more, is taken as it is, and nobody is held up by it', async () => {
  const production = made(newVin());
  const vin = String(production.data.vin);
  await withOldLog([...places, production, ...stops(vin, 12_001)], async (eventStore) => {
    await attack(
      async ({ service }) => {
        await caughtUp(service);
        const again = Array.from({ length: 20 }, (_, number) =>
          event('UnitHeld', { vin, reason: 'again' }, { time: second(12_003 + number) }),
        );
        expect(await resultsOf(service, again)).toEqual({ duplicate: 20 });
        expect(await resultsOf(service, corrections(production, 3))).toEqual({ 'rejected too-many-events': 3 });
      },
      { LEDGER_EVENT_STORE: eventStore },
    );
  });
});

it('a line takes 8,000 halts and resumptions, and is corrected then, and nobody is held up', async () => {
  const place = { plant: 'long-1', line: 'L1' };
  const halts = Array.from({ length: 8_000 }, (_, number) => {
    const halt = `h${number >> 1}`;
    const at = { time: second(number) };
    return number % 2 === 0
      ? event('LineHalted', { ...place, halt, reason: 'r', planned: false }, at)
      : event('LineResumed', { ...place, halt }, at);
  });
  const amendments = halts.slice(0, 200).map(({ source, id, time: at }) => {
    const changes = { occurredAt: new Date(Date.parse(at) + 10).toISOString() };
    return event(
      'LineEventCorrected',
      { ...place, corrects: { source, id }, changes, reason: 'r' },
      { time: second(0) },
    );
  });
  // A service at work: what a start alone takes is less than what the reading of so many requests does.
  const atWork = async ({ service }: Target) => {
    await service.send.batch(places);
    await service.send.stream(Array.from({ length: 10_000 }, () => made(newVin())));
  };
  const deed = async ({ service }: Target) => {
    expect(await resultsOf(service, halts)).toEqual({ accepted: 8_000 });
    const { head } = said(await service.get('/v1/status'));
    expect(await resultsOf(service, amendments)).toEqual({ accepted: 200 });
    await caughtUp(service);
    // What stands behind its downtime, and behind that of before the corrections: each stop is looked up among all.
    const question = `/v1/explain?figure=downtime&plant=long-1&line=L1&since=${head}&limit=500`;
    const explained = said(await service.get(question));
    expect(explained.stops).toHaveLength(200);
  };
  await attack(deed, {}, atWork);
});
