import { NestFactory } from '@nestjs/core';
import { FastifyAdapter, type NestFastifyApplication } from '@nestjs/platform-fastify';
import type { Configuration } from '@plant-ledger/configuration';
import type { AddressInfo } from 'node:net';
import { AppModule } from './app.module.js';
import type { Start } from './parts.module.js';
import { Connections } from './platform/edge/connections.js';
import { guardEdge } from './platform/edge/guard-edge.js';
import { LongAnswers } from './platform/edge/long-answers.js';
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
import { openLog, type Log } from './platform/logging/log.js';
import { frameworkLogger } from './platform/logging/nest-logger.js';
import { requestIdOf } from './platform/logging/request-ids.js';
import { logRequests } from './platform/logging/request-log.js';
import { Meters } from './platform/metrics/meters.js';
import type { Tracing } from './platform/tracing/tracing.js';
import { TRACING } from './tokens.js';

export interface Service {
  /** Where to reach it, such as `http://127.0.0.1:3000`. */
  readonly url: string;
  readonly app: NestFastifyApplication;
  /** Answers requests under way, then closes everything it opened. */
  close(): Promise<void>;
}

/**
 * Opens the stores, starts the projector and listens. Without a `log` it logs nothing.
 * @throws ConfigurationError, StoreRequestError, StoreUnavailableError, LogAlreadyWrittenError, ReportingZoneError:
 * each says what to do.
 */
export async function startService(
  configuration: Configuration,
  log: Log | false = openLog(configuration.logLevel),
): Promise<Service> {
  const opened = new AsyncDisposableStack();
  try {
    const app = await createApplication({ configuration, log: log || openLog('silent'), opened });
    const unused = unusedConnections(app.getHttpServer());
    const close = async () => {
      try {
        await closeGently(app, unused);
      } finally {
        // Not in a hook of Nest: it would log a failure, and the process would end as if all were well.
        await opened.disposeAsync();
      }
    };
    await app.listen(configuration.port, configuration.host).catch(async (error: unknown) => {
      await close();
      throw error;
    });
    return { url: urlOf(app, configuration.host), app, close };
  } catch (error) {
    // Nest closes nothing of an application that it could not create.
    await opened.disposeAsync();
    throw error;
  }
}

async function createApplication(start: Start): Promise<NestFastifyApplication> {
  const { log } = start;
  const { hosts, longestUnread } = start.configuration;
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
  const app = await NestFactory.create<NestFastifyApplication>(AppModule.of(start), adapter, {
    bodyParser: false,
    logger: frameworkLogger(log),
    abortOnError: false,
  });
  const fastify = app.getHttpAdapter().getInstance();
  answerOddRequests(fastify.server);
  logRequests(fastify, log);
  app.get<Tracing>(TRACING).requests(fastify);
  fastify.addHook('onRequest', refuseWithoutHost);
  const connections = app.get(Connections);
  const longAnswers = app.get(LongAnswers);
  guardEdge(fastify, { hosts, connections, longAnswers, longestUnread });
  readOutBodies(fastify);
  refuseOtherMethods(fastify);
  const { requests: measure } = app.get(Meters);
  fastify.addHook('onResponse', (request, reply, done) => {
    measure(request, reply);
    done();
  });
  fastify.removeAllContentTypeParsers();
  // Routes read their bodies themselves, with a limit and a deadline; a stream is never held whole.
  fastify.addContentTypeParser('*', (_request, payload, done) => {
    done(null, payload);
  });
  return app;
}

function urlOf(app: NestFastifyApplication, host: string): string {
  const { port } = app.getHttpServer().address() as AddressInfo;
  return `http://${host.includes(':') ? `[${host}]` : host}:${port}`;
}
