import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Global, Module } from '@nestjs/common';
import { FastifyAdapter, type NestFastifyApplication } from '@nestjs/platform-fastify';
import { Test } from '@nestjs/testing';
import { eventIdOf, type EventType, type SourceEvent } from '@plant-ledger/domain';
import { openEventStore, type EventStore, type Position } from '@plant-ledger/event-store';
import { createCommandGateway, openLedger, RightsStore, type Incoming, type Outcome } from '@plant-ledger/ledger';
import { createProjector, openReadModel, type ReadModel } from '@plant-ledger/read-model';
import request, { type Test as Request } from 'supertest';
import { stated } from '../../../../libs/domain/src/testing/facts.js';
import { monthClosing } from '../months/month-closing.js';
import { Access } from '../platform/access/access.js';
import { LogReaders } from '../platform/edge/log-readers.js';
import { answerFrameworkError, LONGEST_NAME_IN_PATH } from '../platform/http/before-routing.js';
import { HttpModule } from '../platform/http/http.module.js';
import { ReadingModule } from '../reading.module.js';
import { SourceCounting } from '../sources/source-counting.js';
import { CONFIGURATION, EVENT_STORE, LEDGER_CLOCK, PROJECTOR, READ_MODEL } from '../tokens.js';

/** An event to tell: type, local time of the plant it is about, data, an id where it is referred to, and who tells it. */
export type Reported = readonly [
  type: EventType,
  time: string,
  data: Readonly<Record<string, unknown>>,
  id?: string,
  reporter?: { readonly source: string; readonly sequence: string },
];

/** A ledger of its own on SQLite, with its projector running and its reading paths served over HTTP. */
export interface ReadingFixture {
  readonly store: EventStore;
  readonly readModel: ReadModel;
  /** When the next events are recorded and what time it is, milliseconds since 1970 UTC. */
  clock: { recorded: number; now: number };
  get(path: string): Request;
  /** Sends events through the command gateway and waits until they are in the read model. */
  report(...events: Reported[]): Promise<readonly Outcome[]>;
  head(): Promise<Position>;
  /** Stops following the log, so that the read model stays behind. */
  stopProjector(): Promise<void>;
  close(): Promise<void>;
}

const SOURCE = '//test/mes';

export async function openReadingFixture(now: string): Promise<ReadingFixture> {
  const folder = mkdtempSync(join(tmpdir(), 'reading-'));
  const clock = { recorded: Date.parse('2024-01-01T00:00:00Z'), now: Date.parse(now) };
  const store = await openEventStore(`sqlite:${join(folder, 'log.db')}`);
  await openLedger(store, 'UTC', clock.recorded);
  const readModel = await openReadModel(`sqlite:${join(folder, 'read-model')}`);
  const projector = createProjector({ store, readModel });
  const stopping = new AbortController();
  const running = projector.run(stopping.signal);
  const closing = monthClosing({ store, readModel, projector, clock: { now: () => clock.now } }, 500);
  const gateway = createCommandGateway(store, () => clock.recorded, closing);
  const counting = new SourceCounting(readModel.storage, () => clock.recorded);
  const app = await serve({ store, readModel, projector, clock: { now: () => clock.now }, counting });
  const stopProjector = async () => {
    stopping.abort();
    await running;
  };
  let count = 0;
  return {
    store,
    readModel,
    clock,
    get: (path) => request(app.getHttpServer()).get(path),
    async report(...events) {
      const incoming = events.map((event): Incoming => ({ kind: 'event', event: sourceEvent(event, `e${++count}`) }));
      const outcomes = await gateway.recordMany(incoming, 'first time');
      counting.took(incoming, outcomes);
      if (!stopping.signal.aborted && !(await projector.waitFor(await store.head(), 10_000)))
        throw new Error(
          `the projector did not come: ${JSON.stringify(projector.status(), (_, value: unknown) => (typeof value === 'bigint' ? String(value) : value))}`,
        );
      return outcomes;
    },
    head: () => store.head(),
    stopProjector,
    async close() {
      await app.close();
      await stopProjector();
      await counting.close();
      await readModel.close();
      await store.close();
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

interface Parts {
  readonly store: EventStore;
  readonly readModel: unknown;
  readonly projector: unknown;
  readonly clock: unknown;
  readonly counting: unknown;
}

async function serve(parts: Parts) {
  const providers = [
    { provide: EVENT_STORE, useValue: parts.store },
    { provide: READ_MODEL, useValue: parts.readModel },
    { provide: PROJECTOR, useValue: parts.projector },
    { provide: LEDGER_CLOCK, useValue: parts.clock },
    { provide: LogReaders, useValue: new LogReaders(16) },
    { provide: SourceCounting, useValue: parts.counting },
    { provide: CONFIGURATION, useValue: { insecure: false } },
    { provide: Access, useValue: new Access(new RightsStore(parts.store, Date.now)) },
  ];
  @Global()
  @Module({ providers, exports: providers })
  class PartsForTest {}
  const module = await Test.createTestingModule({ imports: [PartsForTest, HttpModule, ReadingModule] }).compile();
  const app = module.createNestApplication<NestFastifyApplication>(
    new FastifyAdapter({
      frameworkErrors: answerFrameworkError,
      routerOptions: { maxParamLength: LONGEST_NAME_IN_PATH },
    }),
    { logger: ['error'] },
  );
  await app.listen(0, '127.0.0.1');
  return app;
}

function sourceEvent([type, time, data, id, reporter]: Reported, otherwise: string): SourceEvent {
  const { source = SOURCE, sequence } = reporter ?? {};
  return stated(type, data, { occurredAt: Date.parse(time), source, id: id ?? otherwise, sequence });
}

/** The eventId of an event told under an id. */
export const eventIdOfReported = (id: string): string => eventIdOf(SOURCE, id);

/** A VIN for a number. */
export const vin = (number: number): string => `LSUBJ0000${String(number).padStart(8, '0')}`;

/** Two plants in two zones with a line each, and a site in each of three zones: its own, none, and another. */
export const PLACES: readonly Reported[] = [
  [
    'PlantRegistered',
    '2024-01-01T00:00:00+08:00',
    { plant: 'bj-1', name: 'Beijing', timeZone: 'Asia/Shanghai', vinCheckDigit: 'ignore' },
  ],
  [
    'PlantRegistered',
    '2024-01-01T00:00:00-05:00',
    { plant: 'us-1', name: 'Detroit', timeZone: 'America/New_York', vinCheckDigit: 'ignore' },
  ],
  ['LineCommissioned', '2024-02-01T00:00:00+08:00', { plant: 'bj-1', line: 'a', unitsPerHour: 16 }],
  ['LineCommissioned', '2024-02-01T00:00:00-05:00', { plant: 'us-1', line: 'a', unitsPerHour: 10 }],
  [
    'SiteOpened',
    '2024-02-01T00:00:00+08:00',
    { site: 'sh', kind: 'delivery', city: 'Shanghai', timeZone: 'Asia/Shanghai' },
  ],
  ['SiteOpened', '2024-02-01T00:00:00Z', { site: 'nowhere', kind: 'sales', city: 'Shanghai' }],
  [
    'SiteOpened',
    '2024-02-01T00:00:00-05:00',
    { site: 'ny', kind: 'service', city: 'New York', timeZone: 'America/New_York' },
  ],
];

export const produced = (number: number, time: string, plant = 'bj-1', model = 'su7', id?: string): Reported => [
  'UnitProduced',
  time,
  { vin: vin(number), model, plant, line: 'a' },
  id,
];

export const delivered = (number: number, time: string, site = 'sh', id?: string): Reported => [
  'UnitDelivered',
  time,
  { vin: vin(number), site },
  id,
];
