import { Logger, type LoggerService } from '@nestjs/common';
import { NestFactory } from '@nestjs/core';
import { FastifyAdapter, type NestFastifyApplication } from '@nestjs/platform-fastify';
import { openEventStore } from '@plant-ledger/event-store';
import { lastRecorded, ledgerClock, openLedger, recordingClock } from '@plant-ledger/ledger';
import { createProjector, openReadModel } from '@plant-ledger/read-model';
import type { AddressInfo } from 'node:net';
import { AppModule } from './app.module.js';
import { answerClientError, answerFrameworkError, answerOddRequests, refuseWithoutHost } from './before-routing.js';
import { closeGently } from './close-gently.js';
import { createRush } from './intake/rush.js';
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
 * Opens the stores, starts the projector and listens.
 * @throws ConfigurationError, StoreRequestError, StoreUnavailableError, LogAlreadyWrittenError, ReportingZoneError: each says what to do.
 */
export async function startService(
  configuration: Configuration,
  logger: LoggerService | false = new Logger(),
  frameworkLogger: LoggerService | false = logger,
): Promise<Service> {
  const closing: (() => Promise<void>)[] = [];
  const close = async () => {
    for (let next = closing.pop(); next; next = closing.pop()) await next();
  };
  try {
    const store = await openEventStore(configuration.eventStore, { prefix: configuration.streamPrefix });
    closing.push(() => store.close());
    const recordedAt = recordingClock(await lastRecorded(store));
    await openLedger(store, configuration.timeZone, recordedAt());
    const readModel = await openReadModel(configuration.readModel);
    closing.push(() => readModel.close());
    const clock = ledgerClock(configuration.clock);
    const rush = createRush();
    const projector = createProjector({ store, readModel, logger: logger || undefined, giveWay: rush.giveWay });
    const stopping = new AbortController();
    const projecting = projector.run(stopping.signal);
    closing.push(async () => {
      stopping.abort();
      await projecting;
    });
    const parts = { store, readModel, projector, clock, recordedAt, rush, earliest: configuration.earliest };
    const app = await createApplication(AppModule.of(parts), frameworkLogger);
    closing.push(() => closeGently(app));
    await app.listen(configuration.port, configuration.host);
    return { url: urlOf(app, configuration.host), app, close };
  } catch (error) {
    await close();
    throw error;
  }
}

async function createApplication(
  module: ReturnType<typeof AppModule.of>,
  logger: LoggerService | false,
): Promise<NestFastifyApplication> {
  const adapter = new FastifyAdapter({
    forceCloseConnections: 'idle',
    return503OnClosing: false,
    bodyLimit: Number.MAX_SAFE_INTEGER,
    frameworkErrors: answerFrameworkError,
    clientErrorHandler: answerClientError,
    http: { requireHostHeader: false },
  });
  const app = await NestFactory.create<NestFastifyApplication>(module, adapter, {
    bodyParser: false,
    logger,
    abortOnError: false,
  });
  const fastify = app.getHttpAdapter().getInstance();
  answerOddRequests(fastify.server);
  fastify.addHook('onRequest', refuseWithoutHost);
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
