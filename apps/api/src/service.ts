import { NestFactory } from '@nestjs/core';
import { FastifyAdapter, type NestFastifyApplication } from '@nestjs/platform-fastify';
import type { Configuration } from '@plant-ledger/configuration';
import type { FastifyRequest } from 'fastify';
import type { AddressInfo } from 'node:net';
import { Access } from './platform/access/access.js';
import { Authentication } from './platform/access/authentication.js';
import { endWhenRevoked } from './platform/access/end-when-revoked.js';
import { FailedAttempts } from './platform/access/failed-attempts.js';
import { guardAccess } from './platform/access/guard-access.js';
import { AppModule } from './app.module.js';
import { ROUTE_NEEDS } from './docs/operations/index.js';
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
import { keepQuotas } from './platform/access/quotas.js';
import { closeGently, unusedConnections } from './platform/http/close-gently.js';
import { refuseOtherMethods } from './platform/http/other-methods.js';
import { readOutBodies } from './platform/http/read-out.js';
import { readTls, reloadTls } from './platform/http/tls.js';
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
    if (configuration.tls) opened.defer(reloadTls(app.getHttpServer(), configuration.tls, log || openLog('silent')));
    return { url: urlOf(app, configuration), app, close };
  } catch (error) {
    // Nest closes nothing of an application that it could not create.
    await opened.disposeAsync();
    throw error;
  }
}

async function createApplication(start: Start): Promise<NestFastifyApplication> {
  const { log } = start;
  const { hosts, longestUnread, quotas, tls, trustedProxies } = start.configuration;
  const adapter = new FastifyAdapter({
    ...(tls && { https: { ...readTls(tls), requireHostHeader: false } }),
    forceCloseConnections: 'idle',
    return503OnClosing: false,
    trustProxy: trustedProxies.length > 0 && [...trustedProxies],
    bodyLimit: Number.MAX_SAFE_INTEGER,
    frameworkErrors: answerFrameworkError,
    clientErrorHandler: answerClientError,
    genReqId: requestIdOf,
    ...(!tls && { http: { requireHostHeader: false } }),
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
  const authentication = app.get(Authentication);
  const authenticate = (request: FastifyRequest) => authentication.authenticate(request);
  const { requests: measure, notAdmitted } = app.get(Meters);
  const refused = (code: string) => notAdmitted.inc({ code });
  const guard = guardAccess(fastify, { needs: ROUTE_NEEDS, failures: app.get(FailedAttempts), authenticate, refused });
  keepQuotas(fastify, quotas);
  endWhenRevoked(fastify, app.get(Access), guard);
  readOutBodies(fastify);
  refuseOtherMethods(fastify);
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

function urlOf(app: NestFastifyApplication, { host, tls }: Configuration): string {
  const { port } = app.getHttpServer().address() as AddressInfo;
  return `${tls ? 'https' : 'http'}://${host.includes(':') ? `[${host}]` : host}:${port}`;
}
