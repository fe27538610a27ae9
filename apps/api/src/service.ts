import { NestFactory } from '@nestjs/core';
import { FastifyAdapter, type NestFastifyApplication } from '@nestjs/platform-fastify';
import { logFile, openEventStore } from '@plant-ledger/event-store';
import { Door, lastRecorded, ledgerClock, openLedger, recordingClock } from '@plant-ledger/ledger';
import { createProjector, openReadModel, withholdUnlessOfLog } from '@plant-ledger/read-model';
import type { AddressInfo } from 'node:net';
import { AppModule } from './app.module.js';
import {
  answerClientError,
  answerFrameworkError,
  answerOddRequests,
  LONGEST_NAME_IN_PATH,
  refuseWithoutHost,
} from './before-routing.js';
import { closeGently, unusedConnections } from './close-gently.js';
import { createConnections } from './edge/connections.js';
import { guardEdge } from './edge/guard-edge.js';
import { createLimit } from './edge/limit.js';
import { watchDisk } from './files/disk-space.js';
import { guardedStore, intakeGuard } from './files/intake-guard.js';
import { keepChecking } from './files/keep-checking.js';
import { soundLog } from './files/sound-log.js';
import { createRush } from './intake/rush.js';
import { countSources } from './intake/source-counting.js';
import { createLiveHub } from './live/live-hub.js';
import { openLog, type Log } from './logging/log.js';
import { frameworkLogger, nestLogger } from './logging/nest-logger.js';
import { requestIdOf } from './logging/request-ids.js';
import { logRequests } from './logging/request-log.js';
import { measuredStore } from './metrics/measured-store.js';
import { createMeters } from './metrics/meters.js';
import { healByItself } from './quarantine/heal-by-itself.js';
import { rebuildInWorker } from './rebuilding/rebuild-in-worker.js';
import { refuseOtherMethods } from './other-methods.js';
import { readOutBodies } from './read-out.js';
import type { Parts } from './parts.js';
import { openTracing } from './tracing/open-tracing.js';
import type { Configuration } from './config/configuration.js';

/** The running service. */
export interface Service {
  /** Where to reach it, such as `http://127.0.0.1:3000`. */
  readonly url: string;
  readonly app: NestFastifyApplication;
  /** Answers what is under way, then closes everything it opened. */
  close(): Promise<void>;
}

/**
 * Opens the stores, starts the projector and listens. Without a log it says nothing.
 * @throws ConfigurationError, StoreRequestError, StoreUnavailableError, LogAlreadyWrittenError, ReportingZoneError: each says what to do.
 */
export async function startService(
  configuration: Configuration,
  log: Log | false = openLog(configuration.logLevel),
): Promise<Service> {
  const closing: (() => Promise<void>)[] = [];
  const close = async () => {
    for (let next = closing.pop(); next; next = closing.pop()) await next();
  };
  try {
    const meters = createMeters();
    const tracing = await openTracing(configuration.traces, log || openLog('silent'));
    closing.push(() => tracing.close());
    const opened = await openEventStore(configuration.eventStore, { prefix: configuration.streamPrefix });
    const file = logFile(configuration.eventStore);
    const disk = file === undefined ? undefined : watchDisk(file);
    const guard = intakeGuard(disk, configuration.diskReserve ?? 0);
    const store = guardedStore(tracing.store(measuredStore(opened, meters.store)), guard);
    closing.push(() => store.close());
    closing.push(() => Promise.resolve(disk?.stop()));
    const recordedAt = recordingClock(await soundLog(store, () => lastRecorded(store)));
    const { timeZone } = await soundLog(store, () => openLedger(store, configuration.timeZone, recordedAt()));
    const readModel = await openReadModel(configuration.readModel);
    closing.push(() => readModel.close());
    const counting = countSources(readModel.storage);
    closing.push(() => counting.close());
    await soundLog(store, () => withholdUnlessOfLog(readModel, store));
    const frozen = configuration.clock !== undefined;
    const clock = { ...ledgerClock(configuration.clock), frozen, timeZone };
    const rush = createRush();
    const projector = createProjector({
      store,
      readModel,
      logger: log ? nestLogger(log) : undefined,
      giveWay: rush.giveWay,
      measured(events, milliseconds, position) {
        meters.batchEvents.observe(events);
        meters.batchSeconds.observe(milliseconds / 1_000);
        tracing.projected(events, milliseconds, position);
      },
      rebuild: rebuildInWorker(configuration),
    });
    const stopping = new AbortController();
    const projecting = projector.run(stopping.signal);
    const warn = (sentence: string) => {
      if (log) log.error(sentence);
    };
    const checking = keepChecking(
      { log: file, readModel, guard, every: configuration.checkEvery ?? 0, warn },
      stopping.signal,
    );
    closing.push(async () => {
      stopping.abort();
      await Promise.all([projecting, checking]);
    });
    const live = createLiveHub({ store, projector, giveWay: rush.giveWay, connections: configuration.liveConnections });
    const parts = {
      store,
      readModel,
      projector,
      clock,
      recordedAt,
      rush,
      live,
      connections: createConnections(configuration.connections),
      logReaders: createLimit(configuration.logReaders),
      meters,
      counting,
      tracing,
      guard,
      earliest: configuration.earliest,
    };
    const app = await createApplication(AppModule.of(parts), parts, configuration.hosts, log);
    const unused = unusedConnections(app.getHttpServer());
    closing.push(await healByItself(app.get(Door, { strict: false }), parts));
    closing.push(() => closeGently(app, unused));
    await app.listen(configuration.port, configuration.host);
    return { url: urlOf(app, configuration.host), app, close };
  } catch (error) {
    await close();
    throw error;
  }
}

async function createApplication(
  module: ReturnType<typeof AppModule.of>,
  { meters, tracing, connections }: Pick<Parts, 'meters' | 'tracing' | 'connections'>,
  hosts: readonly string[],
  log: Log | false,
): Promise<NestFastifyApplication> {
  const adapter = new FastifyAdapter({
    forceCloseConnections: 'idle',
    return503OnClosing: false,
    bodyLimit: Number.MAX_SAFE_INTEGER,
    frameworkErrors: answerFrameworkError,
    clientErrorHandler: answerClientError,
    genReqId: requestIdOf,
    http: { requireHostHeader: false },
    routerOptions: { maxParamLength: LONGEST_NAME_IN_PATH },
  });
  const app = await NestFactory.create<NestFastifyApplication>(module, adapter, {
    bodyParser: false,
    logger: log ? frameworkLogger(log) : false,
    abortOnError: false,
  });
  const fastify = app.getHttpAdapter().getInstance();
  answerOddRequests(fastify.server);
  logRequests(fastify, log || openLog('silent'));
  tracing.requests(fastify);
  fastify.addHook('onRequest', refuseWithoutHost);
  guardEdge(fastify, hosts, connections);
  readOutBodies(fastify);
  refuseOtherMethods(fastify);
  fastify.addHook('onResponse', (request, reply, done) => {
    meters.requests(request, reply);
    done();
  });
  fastify.removeAllContentTypeParsers();
  // Bodies are read where they are understood, with a limit and a deadline; a stream is never held whole.
  fastify.addContentTypeParser('*', (_request, payload, done) => {
    done(null, payload);
  });
  return app;
}

function urlOf(app: NestFastifyApplication, host: string): string {
  const { port } = app.getHttpServer().address() as AddressInfo;
  return `http://${host.includes(':') ? `[${host}]` : host}:${port}`;
}
