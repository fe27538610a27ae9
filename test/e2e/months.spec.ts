import { randomUUID } from 'node:crypto';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { readConfiguration } from '@plant-ledger/configuration';
import { NO_STREAM, openEventStore } from '@plant-ledger/event-store';
import { openLedger } from '@plant-ledger/ledger';
import { startService } from '../../apps/api/src/service.js';
import { linesOf, said } from '../support/ask.js';
import { describeOnEachEngine } from '../support/engines.js';
import {
  delivered,
  event,
  eventIdFor,
  newVin,
  places,
  plantRegistered,
  produced,
  type TestEvent,
} from '../support/events.js';
import { eventually } from '../support/eventually.js';
import { problemOf } from '../support/problem.js';
import { reach, type TestService } from '../support/reach.js';
import { startTestService } from '../support/service.js';

type Attributes = Partial<TestEvent>;
const IN_AUGUST = { time: '2024-08-05T08:00:00.000Z' };
const closed = (month = '2024-07', attributes: Attributes = {}) =>
  event('MonthClosed', { month }, { ...IN_AUGUST, ...attributes });
const reopened = (month = '2024-07') => event('MonthReopened', { month, reason: 'late invoices' }, IN_AUGUST);
const voided = (vin: string, of: TestEvent) =>
  event('UnitEventVoided', { vin, voids: { source: of.source, id: of.id }, reason: 'counted twice' }, IN_AUGUST);

interface Restatement {
  readonly model: string;
  readonly figure: 'produced' | 'delivered' | 'returned' | 'scrapped';
  readonly events: readonly { readonly amount: number; readonly position: string }[];
}

describeOnEachEngine("a month's books", (engine) => {
  let service: TestService;
  beforeEach(async () => {
    service = await startTestService({ engine, clock: '2024-08-10T12:00:00.000Z' });
    expect(said(await service.send.batch(places())).accepted).toBe(4);
  });
  afterEach(() => service.close());

  const july = () => service.read('/v1/months/2024-07?limit=1000');

  it('are closed, restated by a late fact and a void, reopened and closed again', async () => {
    const [one, two, late] = [newVin(), newVin(), newVin()];
    const made = produced(one);
    const sold = delivered(one);
    await service.send.batch([made, sold, produced(two)]);
    const close = await service.send.structured(closed());
    expect(close.status).toBe(201);
    const { published, state } = await july();
    expect([state, published]).toMatchObject(['closed', { produced: 2, delivered: 1, netDelivered: 1 }]);
    const [stored] = await service.log('month-2024-07');
    expect(stored.data.published).toMatchObject({ position: published.position, chain: published.chain });

    const found = produced(late);
    const withdrawn = voided(one, sold);
    for (const each of [found, withdrawn]) expect((await service.send.structured(each)).status).toBe(201);
    const later = await july();
    expect(later.published).toEqual(published);
    expect(later.restatements).toMatchObject([
      {
        figure: 'produced',
        published: 2,
        current: 3,
        difference: 1,
        events: [{ eventId: eventIdFor(found), cause: eventIdFor(found), vin: late, kind: 'produced', amount: 1 }],
      },
      {
        figure: 'delivered',
        published: 1,
        current: 0,
        difference: -1,
        events: [{ eventId: eventIdFor(sold), cause: eventIdFor(withdrawn), vin: one, kind: 'delivered', amount: -1 }],
      },
    ]);
    const { rows } = await service.read('/v1/monthly-totals?from=2024-07&to=2024-07');
    expect(rows[0]).toMatchObject({
      produced: 3,
      restatement: { published: { produced: 2 }, current: { produced: 3 } },
    });

    expect((await service.send.structured(reopened())).status).toBe(201);
    expect(await july()).toMatchObject({ state: 'reopened', published: null, restatements: [] });
    expect((await service.send.structured(closed())).status).toBe(201);
    const again = await july();
    expect(again).toMatchObject({ state: 'closed', published: { produced: 3, delivered: 0 }, restatements: [] });
    expect(again.history.map(({ type }: { type: string }) => type)).toEqual([
      'MonthClosed',
      'MonthReopened',
      'MonthClosed',
    ]);
    expect(again.history[0].published).toEqual(published);
    expect(said(await service.get(`/v1/months/2024-07?limit=1000&asOf=${later.position}`))).toEqual(later);
  });

  it('that are closed while others write lose nothing: what is published and what came later is all there is', async () => {
    const writers = 6;
    const each = 40;
    const facts = Array.from({ length: writers }, () => Array.from({ length: each }, () => produced(newVin())));
    const write = async (own: readonly TestEvent[]) => {
      for (const fact of own) expect((await service.send.structured(fact)).status).toBe(201);
    };
    const writing = Promise.all(facts.map(write));
    const closings = [closed('2024-07'), closed('2024-06'), closed('2024-07')];
    const answers = await Promise.all(closings.map((closing) => service.send.structured(closing)));
    expect(answers.map(({ status }) => status).toSorted()).toEqual([201, 201, 422]);
    await writing;
    const { published, current, restatements } = await july();
    expect(current.produced).toBe(writers * each);
    const added = (restatements as Restatement[]).flatMap(({ events }) => events);
    expect(published.produced + added.reduce((sum, { amount }) => sum + amount, 0)).toBe(current.produced);
    for (const { position } of added) expect(BigInt(position)).toBeGreaterThan(BigInt(published.position));
    const known = said(await service.get(`/v1/monthly-totals?from=2024-07&to=2024-07&asOf=${published.position}`));
    expect(known.rows[0]?.produced ?? 0).toBe(published.produced);
  });

  it('are closed in a batch and in a stream between what stands before and what stands behind', async () => {
    const batch = [produced(newVin()), closed(), produced(newVin())];
    expect(said(await service.send.batch(batch))).toMatchObject({ accepted: 3 });
    expect(await july()).toMatchObject({ published: { produced: 1 }, current: { produced: 2 } });
    const stream = [reopened(), closed(), produced(newVin()), closed()];
    const lines = linesOf(await service.send.stream(stream));
    expect(lines).toMatchObject([
      { result: 'rejected', code: 'month-already-closed' },
      { accepted: 3, rejected: 1 },
    ]);
    expect(await july()).toMatchObject({ published: { produced: 2 }, current: { produced: 3 } });
  });

  it('closed by the same event again answer with the first; by another they are not closed again', async () => {
    const close = closed();
    const first = said(await service.send.structured(close));
    await service.send.structured(produced(newVin()));
    for (const send of [service.send.structured, service.send.binary]) {
      const again = await send(close);
      expect([again.status, said(again)]).toMatchObject([200, { result: 'duplicate', position: first.position }]);
    }
    const other = { ...close, data: { month: '2024-07', reason: 'again' } };
    expect(problemOf(await service.send.structured(other))).toMatchObject({
      status: 409,
      code: 'conflicting-duplicate',
    });
    expect(problemOf(await service.send.structured(closed()))).toMatchObject({
      status: 422,
      code: 'month-already-closed',
    });
    expect(await service.log('month-2024-07')).toHaveLength(1);
    expect((await july()).published.produced).toBe(0);
  });

  it('are not closed by a dry run, nor with figures of the source', async () => {
    const dry = await service.send.structured(closed(), '?dryRun=true');
    expect([dry.status, said(dry).result]).toEqual([201, 'accepted']);
    const published = { position: '1', chain: '0'.repeat(64), totals: [], downtime: [] };
    const made = event('MonthClosed', { month: '2024-07', published }, IN_AUGUST);
    expect(problemOf(await service.send.structured(made))).toMatchObject({ errors: [{ pointer: '/data/published' }] });
    expect((await july()).state).toBe('open');
    expect(problemOf(await service.send.structured(reopened()))).toMatchObject({ status: 422, code: 'not-closed' });
  });
});

describeOnEachEngine('a month that is not over in every zone in use', (engine) => {
  const ZONES = ['Asia/Shanghai', 'Europe/Berlin', 'America/New_York'];
  const plants = ZONES.map((timeZone, index) => {
    const plant = plantRegistered(`p-${index}`, { time: '2024-01-02T08:00:00.000Z' });
    return { ...plant, data: { ...plant.data, timeZone } };
  });
  const shanghai = plants.slice(0, 1);
  const outlet = event('SiteOpened', { site: 's', kind: 'sales', city: 'Lyon' }, { time: '2024-01-02T08:00:00.000Z' });

  it.each([
    ['2024-07-31T22:30:00.000Z', 'it lasts in New York', plants, 422],
    ['2024-08-01T03:59:59.999Z', 'one millisecond of it is left', plants, 422],
    ['2024-08-01T04:00:00.000Z', 'it is over in New York, too', plants, 201],
    ['2024-07-31T15:59:59.999Z', 'it lasts in Shanghai, the only zone', shanghai, 422],
    ['2024-07-31T16:00:00.000Z', 'midnight in Shanghai, the only zone', shanghai, 201],
    ['2024-07-31T23:59:59.999Z', 'an outlet without a zone has the reporting zone', [...shanghai, outlet], 422],
    ['2024-08-01T00:00:00.000Z', 'it is over for that outlet', [...shanghai, outlet], 201],
    ['2024-07-31T23:59:59.999Z', 'without places there is the reporting zone', [], 422],
    ['2024-08-01T00:00:00.000Z', 'without places there is the reporting zone', [], 201],
  ])('at %s (%s) is answered as it should be', async (now, _, places, status) => {
    const service = await startTestService({ engine, clock: now });
    try {
      await service.send.batch(places);
      const answer = await service.send.structured(closed('2024-07', { time: now }));
      expect(answer.status).toBe(status);
      if (status === 201) return;
      expect(problemOf(answer)).toMatchObject({ code: 'month-not-ended', errors: [{ pointer: '/data/month' }] });
      const { entries } = await service.read('/v1/quarantine?code=month-not-ended');
      expect(entries).toMatchObject([{ state: 'rejected' }]);
      expect((await service.read('/v1/months/2024-07')).state).toBe('open');
    } finally {
      await service.close();
    }
  });
});

describeOnEachEngine('a month that was closed before a place was registered where it lasts', (engine) => {
  it('is restated by what happens there', async () => {
    const service = await startTestService({ engine, clock: '2024-07-31T17:00:00.000Z' });
    try {
      const early = { time: '2024-07-31T16:30:00.000Z' };
      await service.send.batch(places());
      expect((await service.send.structured(closed('2024-07', early))).status).toBe(201);
      const ny = plantRegistered('ny', early);
      const line = event('LineCommissioned', { plant: 'ny', line: 'L1', unitsPerHour: 16 }, early);
      const sent = [
        { ...ny, data: { ...ny.data, timeZone: 'America/New_York' } },
        line,
        produced(newVin(), early, 'ny'),
      ];
      expect(said(await service.send.batch(sent)).accepted).toBe(3);
      const books = await service.read('/v1/months/2024-07');
      expect(books).toMatchObject({ published: { produced: 0 }, restatements: [{ plant: 'ny', difference: 1 }] });
    } finally {
      await service.close();
    }
  });
});

describeOnEachEngine('a month of 12,000 models', (engine) => {
  it('is closed with its figures in parts, and published whole', async () => {
    const service = await startTestService({ engine, clock: '2024-08-10T12:00:00.000Z' });
    try {
      await service.send.batch(places());
      const models = Array.from({ length: 12_000 }, (_, index) => `model ${index}`);
      const made = models.map((model) => produced(newVin(), {}, 'bj-1', 'L1', model));
      expect(linesOf(await service.send.stream(made)).at(-1)).toMatchObject({ accepted: 12_000 });
      // A closing waits for the read model, but not for as long as a busy machine may need.
      await eventually(async () => said(await service.get('/v1/status')).caughtUp === true, 120_000);
      const close = closed();
      expect(said(await service.send.structured(close))).toMatchObject({ result: 'accepted' });
      expect(said(await service.send.structured(close))).toMatchObject({ result: 'duplicate' });
      const { state, published, restatements } = await service.read('/v1/months/2024-07');
      expect([state, published.produced, restatements]).toEqual(['closed', 12_000, []]);
      expect(published.rows.map(({ model }: { model: string }) => model)).toEqual(models.toSorted());
      const types = (await service.log('month-2024-07')).map(({ type }) => type);
      expect(types).toEqual([...Array<string>(types.length - 1).fill('MonthFigures'), 'MonthClosed']);
      expect(types.length).toBeGreaterThan(2);
    } finally {
      await service.close();
    }
  }, 180_000);
});

describe('closing a month while the read model has stopped', () => {
  let service: TestService;
  beforeAll(async () => {
    const folder = await mkdtemp(join(tmpdir(), 'plant-ledger-e2e-'));
    const eventStore = `sqlite:${join(folder, 'log.db')}`;
    const store = await openEventStore(eventStore);
    await openLedger(store, 'UTC', 0);
    const unknown = { id: randomUUID(), type: 'UnitMelted', data: {}, metadata: { version: 1 } };
    await store.append({ stream: 'unit-1', expectedRevision: NO_STREAM, events: [unknown] });
    await store.close();
    const clock = Date.parse('2024-08-10T12:00:00.000Z');
    const where = { eventStore, streamPrefix: '', readModel: `sqlite:${join(folder, 'read-model')}` };
    const configuration = {
      ...readConfiguration({ LEDGER_CLOCK: new Date(clock).toISOString(), PORT: '0' }),
      ...where,
    };
    const running = await startService(configuration, false);
    service = await reach(running.url, folder, 'sqlite', async () => {
      await running.close();
      await rm(folder, { recursive: true });
    });
  });
  afterAll(() => service.close());

  it('is answered 503 at once, in every mode, and nothing is appended for it', async () => {
    await eventually(async () => said(await service.get('/v1/status')).stopped !== undefined);
    const [close, other] = [closed(), closed('2024-06')];
    for (const answer of [
      await service.send.structured(close),
      await service.send.batch([close, other]),
      await service.send.stream([close, other]),
    ]) {
      expect(problemOf(answer)).toMatchObject({ status: 503, code: 'not-caught-up' });
      expect(answer.headers['retry-after']).toBe('1');
    }
    expect((await service.send.structured(close, '?dryRun=true')).status).toBe(201);
    expect(said(await service.get('/v1/status')).head).toBe('2');
  });
});
