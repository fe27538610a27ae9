import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { EventType, SourceEvent } from '@plant-ledger/domain';
import { openEventStore } from '@plant-ledger/event-store';
import { stated } from '../../libs/domain/src/testing/facts.js';
import { parkWithoutBound } from '../../libs/ledger/src/testing/waiting.js';
import { linesOf, said } from '../support/ask.js';
import { event, lineCommissioned, newVin, plantRegistered, produced, type TestEvent } from '../support/events.js';
import { killProcesses } from '../support/service-process.js';
import type { TestService } from '../support/reach.js';
import { attack, type Target } from './attack.js';

afterAll(killProcesses);

jest.setTimeout(240_000);

const time = '2024-01-02T08:00:00.000Z';
const minute = (number: number) => new Date(Date.parse('2024-05-20T08:00:00Z') + number * 60_000).toISOString();
const places = [plantRegistered('hold-1', { time }), lineCommissioned('hold-1', 'L1', { time })];
const made = (vin: string) => produced(vin, { time: minute(-1) }, 'hold-1');
/** Holds and releases in turns, one a minute. */
const stops = (vin: string, count: number, reason = 'paint') =>
  Array.from({ length: count }, (_, number) =>
    event(number % 2 === 0 ? 'UnitHeld' : 'UnitReleased', { vin, reason }, { time: minute(number) }),
  );
/** 255 kB, of 85,000 characters. */
const VERY_LONG = '\u505c'.repeat(85_000);

type Mode = 'batch' | 'stream';

interface Result {
  readonly result: string;
  readonly code?: string;
  readonly quarantine?: string;
}

/** The result of each event. */
async function resultsOf(service: TestService, mode: Mode, events: readonly TestEvent[]): Promise<readonly Result[]> {
  if (mode === 'batch') return said(await service.send.batch(events)).results;
  const answer = linesOf(await service.send.stream(events));
  const { accepted } = answer.at(-1) ?? {};
  return [...answer.slice(0, -1), ...Array<Result>(accepted).fill({ result: 'accepted' })];
}

/** How many there are of each result. */
function counts(results: readonly Result[]): Record<string, number> {
  const by: Record<string, number> = {};
  for (const { result, code = '' } of results) {
    const name = `${result} ${code}`.trim();
    by[name] = (by[name] ?? 0) + 1;
  }
  return by;
}

const typesOf = async (service: TestService, vin: string): Promise<readonly string[]> =>
  (await service.log(`unit-${vin}`)).map(({ type }) => type);

/** The log of an earlier version, in which these facts of a vehicle wait. */
async function withOldLog(facts: readonly TestEvent[], use: (eventStore: string) => Promise<void>): Promise<void> {
  const folder = await mkdtemp(join(tmpdir(), 'plant-ledger-old-log-'));
  try {
    const eventStore = `sqlite:${join(folder, 'log.db')}`;
    const store = await openEventStore(eventStore);
    await parkWithoutBound(store, String(facts[0]?.data.vin), facts.map(asDecided));
    await store.close();
    await use(eventStore);
  } finally {
    await rm(folder, { recursive: true });
  }
}

function asDecided({ type, data, source, id, time: at }: TestEvent): SourceEvent {
  return stated(type as EventType, data, { source, id, occurredAt: Date.parse(at) });
}

describe.each<Mode>(['batch', 'stream'])('what waits for one vehicle, sent as a %s', (mode) => {
  it('is taken in with its production when it is 1,000 facts; one more is refused and kept, and the vehicle is full', async () => {
    const vin = newVin();
    const facts = stops(vin, 1_000);
    await attack(async ({ service }) => {
      await service.send.batch(places);
      const results = await resultsOf(service, mode, facts.toReversed());
      expect(counts(results)).toEqual({ 'quarantined out-of-order': 1_000 });
      const [tooMany] = await resultsOf(service, mode, [
        event('UnitHeld', { vin, reason: 'r' }, { time: minute(2_000) }),
      ]);
      expect(tooMany).toMatchObject({ result: 'rejected', code: 'too-many-waiting', quarantine: expect.any(String) });
      const another = newVin();
      expect(counts(await resultsOf(service, mode, [made(another), made(vin)]))).toEqual({ accepted: 2 });
      expect((await typesOf(service, vin)).slice(1_000)).toEqual(['UnitProduced', ...facts.map(({ type }) => type)]);
      const retried = await service.post('/v1/quarantine/retry', {});
      expect(said(retried)).toMatchObject({ retried: 1, rejected: 1 });
      const { entries } = said(await service.get('/v1/quarantine?state=rejected'));
      expect(entries).toEqual([expect.objectContaining({ id: tooMany?.quarantine, code: 'too-many-events' })]);
    });
  });

  it('is at most three of 255 kB, and neither its production nor others of its batch suffer', async () => {
    const [vin, another] = [newVin(), newVin()];
    await attack(async ({ service }) => {
      await service.send.batch(places);
      const six = stops(vin, 6, VERY_LONG);
      const results = [
        ...(await resultsOf(service, mode, six.slice(0, 3))),
        ...(await resultsOf(service, mode, six.slice(3))),
      ];
      expect(counts(results)).toEqual({ 'quarantined out-of-order': 3, 'rejected too-many-waiting': 3 });
      expect(counts(await resultsOf(service, mode, [made(another), made(vin)]))).toEqual({ accepted: 2 });
      expect(await typesOf(service, vin)).toEqual([
        ...Array(3).fill('UnitFactParked'),
        ...['UnitProduced', 'UnitHeld', 'UnitReleased', 'UnitHeld'],
      ]);
      expect(said(await service.post('/v1/quarantine/retry', {}))).toMatchObject({ retried: 3, accepted: 3 });
    });
  });
});

describe('what waits for one vehicle in the log of an earlier version', () => {
  it.each([
    ['six facts of 255 kB', 6, VERY_LONG],
    ['6,000 facts', 6_000, 'paint'],
  ])('is taken in with its production: %s', async (_what, count, reason) => {
    const vin = newVin();
    const facts = stops(vin, count, reason);
    await withOldLog(facts.toReversed(), async (eventStore) => {
      await attack(
        async ({ service }) => {
          await service.send.batch(places);
          expect(await service.send.structured(made(vin))).toMatchObject({ status: 201 });
          const types = (await service.log(`unit-${vin}`)).map(({ type }) => type);
          expect(types.slice(count)).toEqual(['UnitProduced', ...facts.map(({ type }) => type)]);
        },
        { LEDGER_EVENT_STORE: eventStore },
      );
    });
  });
});

describe.each<Mode>(['batch', 'stream'])('what one stream of the log is to take, sent as a %s', (mode) => {
  it('is taken: 800 revisions of one milestone', async () => {
    const defined = { milestone: `m-${mode}`, title: 't', metric: 'produced', target: 1, due: '2025-01-01' };
    const revisions = Array.from({ length: 800 }, (_, target) =>
      event('MilestoneRevised', { milestone: `m-${mode}`, target: target + 2, reason: 'r'.repeat(1_000) }),
    );
    await attack(async ({ service }) => {
      const results = await resultsOf(service, mode, [event('MilestoneDefined', defined), ...revisions]);
      expect(counts(results)).toEqual({ accepted: 801 });
      expect(await service.log(`milestone-m-${mode}`)).toHaveLength(801);
    });
  });

  it('is taken: 400 halts of one line, with long reasons', async () => {
    const reason = 'r'.repeat(mode === 'batch' ? 10_000 : 50_000);
    const halts = Array.from({ length: 400 }, (_, number) =>
      event(
        'LineHalted',
        { plant: 'hold-1', line: 'L1', halt: `h${number}`, reason, planned: false },
        { time: minute(number) },
      ),
    );
    // A service at work: what a start alone takes is less than the 20 MB that come, several times over on their way.
    const atWork = async ({ service }: Target) => {
      await service.send.batch(places);
      await service.send.stream(Array.from({ length: 10_000 }, () => made(newVin())));
    };
    const deed = async ({ service }: Target) => {
      expect(counts(await resultsOf(service, mode, halts))).toEqual({ accepted: 400 });
      expect(await service.log('line-hold-1.L1')).toHaveLength(401);
    };
    await attack(deed, {}, atWork);
  });
});
