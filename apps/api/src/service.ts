import { NestFactory } from '@nestjs/core';
import { FastifyAdapter, type NestFastifyApplication } from '@nestjs/platform-fastify';
import type { Configuration } from '@plant-ledger/configuration';
import { logFile, openEventStore } from '@plant-ledger/event-store';
import { CommandGateway, lastRecorded, ledgerClock, openLedger, recordingClock } from '@plant-ledger/ledger';
import { createProjector, openReadModel, withholdUnlessOfLog } from '@plant-ledger/read-model';
import type { AddressInfo } from 'node:net';
import { AppModule } from './app.module.js';
import { createBackPressure } from './intake/back-pressure.js';
import type { Parts } from './parts.js';
import { createConnections } from './platform/edge/connections.js';
import { guardEdge } from './platform/edge/guard-edge.js';
import { createLimit } from './platform/edge/limit.js';
import { createLongAnswers } from './platform/edge/long-answers.js';
import { watchDisk } from './platform/files/disk-space.js';
import { guardedStore, intakeGuard } from './platform/files/intake-guard.js';
import { keepChecking } from './platform/files/keep-checking.js';
import { soundLog } from './platform/files/sound-log.js';
import {
  answerClientError,
  answerFrameworkError,
  answerOddRequests,
  LONGEST_NAME_IN_PATH,
  refuseWithoutHost,
} from './platform/http/before-routing.js';
import { closeGently, unusedConnections } from './platform/http/close-gently.js';
import { refuseOtherMethods } from './platform/http/other-methods.js';
import { readOutBodies } from './platform/http/read-out.js';
import { createLiveHub } from './platform/live/live-hub.js';
import { openLog, type Log } from './platform/logging/log.js';
import { frameworkLogger, nestLogger } from './platform/logging/nest-logger.js';
import { requestIdOf } from './platform/logging/request-ids.js';
import { logRequests } from './platform/logging/request-log.js';
import { measuredStore } from './platform/metrics/measured-store.js';
import { createMeters } from './platform/metrics/meters.js';
import { rebuildInWorker } from './platform/rebuilding/rebuild-in-worker.js';
import { openTracing } from './platform/tracing/open-tracing.js';
import { healByItself } from './quarantine/heal-by-itself.js';
import { countSources } from './sources/source-counting.js';

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
    const backPressure = createBackPressure();
    const projector = createProjector({
      store,
      readModel,
      logger: log ? nestLogger(log) : undefined,
      giveWay: backPressure.giveWay,
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
    const live = createLiveHub({
      store,
      projector,
      giveWay: backPressure.giveWay,
      connections: configuration.liveConnections,
      longestUnread: configuration.longestUnread,
    });
    const parts = {
      store,
      readModel,
      projector,
      clock,
      recordedAt,
      backPressure,
      live,
      connections: createConnections(configuration.connections),
      longAnswers: createLongAnswers(),
      logReaders: createLimit(configuration.logReaders),
      meters,
      counting,
      tracing,
      guard,
      earliest: configuration.earliest,
    };
    const app = await createApplication(AppModule.of(parts), parts, configuration, log);
    const unused = unusedConnections(app.getHttpServer());
    closing.push(await healByItself(app.get(CommandGateway, { strict: false }), parts));
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
  { meters, tracing, connections, longAnswers }: Pick<Parts, 'meters' | 'tracing' | 'connections' | 'longAnswers'>,
  { hosts, longestUnread }: Configuration,
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
  guardEdge(fastify, { hosts, connections, longAnswers, longestUnread });
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
