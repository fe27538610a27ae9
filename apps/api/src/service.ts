import { NestFactory } from '@nestjs/core';
import { FastifyAdapter, type NestFastifyApplication } from '@nestjs/platform-fastify';
import { openEventStore } from '@plant-ledger/event-store';
import { lastRecorded, ledgerClock, openLedger, recordingClock } from '@plant-ledger/ledger';
import { createProjector, openReadModel, withholdUnlessOfLog } from '@plant-ledger/read-model';
import type { AddressInfo } from 'node:net';
import { AppModule } from './app.module.js';
import { answerClientError, answerFrameworkError, answerOddRequests, refuseWithoutHost } from './before-routing.js';
import { closeGently, unusedConnections } from './close-gently.js';
import { createRush } from './intake/rush.js';
import { countSources } from './intake/source-counting.js';
import { createLiveHub } from './live/live-hub.js';
import { openLog, type Log } from './logging/log.js';
import { frameworkLogger, nestLogger } from './logging/nest-logger.js';
import { requestIdOf } from './logging/request-ids.js';
import { logRequests } from './logging/request-log.js';
import { measuredStore } from './metrics/measured-store.js';
import { createMeters } from './metrics/meters.js';
import { rebuildInWorker } from './rebuilding/rebuild-in-worker.js';
import { refuseOtherMethods } from './other-methods.js';
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
    const store = tracing.store(measuredStore(opened, meters.store));
    closing.push(() => store.close());
    const recordedAt = recordingClock(await lastRecorded(store));
    await openLedger(store, configuration.timeZone, recordedAt());
    const readModel = await openReadModel(configuration.readModel);
    closing.push(() => readModel.close());
    const counting = countSources(readModel.storage);
    closing.push(() => counting.close());
    await withholdUnlessOfLog(readModel, store);
    const frozen = configuration.clock !== undefined;
    const clock = { ...ledgerClock(configuration.clock), frozen, timeZone: configuration.timeZone };
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
    closing.push(async () => {
      stopping.abort();
      await projecting;
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
      meters,
      counting,
      tracing,
      earliest: configuration.earliest,
    };
    const app = await createApplication(AppModule.of(parts), parts, log);
    const unused = unusedConnections(app.getHttpServer());
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
  { meters, tracing }: Pick<Parts, 'meters' | 'tracing'>,
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
