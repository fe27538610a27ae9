import { STATUS_CODES } from 'node:http';
import type { Problem } from '@plant-ledger/contract';
import { Catch, HttpException, Logger, type ArgumentsHost, type ExceptionFilter } from '@nestjs/common';
import { LogDamagedError, StoreUnavailableError } from '@plant-ledger/event-store';
import { CsvError } from '@plant-ledger/intake';
import { ContendedStreamError, MonthFiguresBehindError } from '@plant-ledger/ledger';
import { ReadModelNotBuiltError, ReadModelUnavailableError } from '@plant-ledger/read-model';
import type { FastifyReply } from 'fastify';
import { DiskNearlyFullError } from '../files/intake-guard.js';

export interface ProblemOptions {
  readonly errors?: Problem['errors'] | undefined;
  readonly headers?: Readonly<Record<string, string>> | undefined;
  /** Further members of the problem, such as a result's `eventId` and `quarantine`. */
  readonly members?: object | undefined;
}

/** Is answered as a problem. `code` is stable, `detail` says what is wrong and what to do. */
export class ProblemException extends HttpException {
  constructor(
    status: number,
    readonly code: string,
    readonly detail: string,
    private readonly extra: ProblemOptions = {},
  ) {
    super(detail, status);
  }

  /** Retry-After, where the client should come again. */
  get headers(): Readonly<Record<string, string>> {
    const status = this.getStatus();
    return { ...(status === 429 || status === 503 ? { 'retry-after': '1' } : {}), ...this.extra.headers };
  }

  get problem(): Problem {
    const status = this.getStatus();
    return {
      ...this.extra.members,
      type: `urn:plant-ledger:problem:${this.code}`,
      title: STATUS_CODES[status] ?? 'Error',
      status,
      detail: this.detail,
      code: this.code,
      errors: this.extra.errors ?? [],
    };
  }
}

const CODES: Readonly<Record<number, string>> = {
  400: 'bad-request',
  404: 'not-found',
  405: 'method-not-allowed',
  406: 'not-acceptable',
  408: 'request-timeout',
  411: 'length-required',
  413: 'too-large',
  414: 'uri-too-long',
  415: 'unsupported-media-type',
  429: 'too-many-requests',
  431: 'headers-too-large',
  503: 'unavailable',
};

/** Any error as a ProblemException. An error not meant for the client becomes a 500 without internals. */
export function asProblem(error: unknown): ProblemException {
  if (error instanceof ProblemException) return error;
  if (error instanceof LogDamagedError)
    return new ProblemException(503, 'log-damaged', error.message, { headers: { 'retry-after': '60' } });
  if (error instanceof DiskNearlyFullError)
    return new ProblemException(503, 'disk-nearly-full', error.message, { headers: { 'retry-after': '30' } });
  if (error instanceof StoreUnavailableError)
    return new ProblemException(
      503,
      'store-unavailable',
      'The event store cannot be reached. Sending the same again later is safe.',
    );
  if (error instanceof ReadModelNotBuiltError) return new ProblemException(503, 'read-model-not-built', error.message);
  if (error instanceof ReadModelUnavailableError)
    return new ProblemException(
      503,
      'read-model-unavailable',
      'The database of the read model does not answer. Events are taken in all the same; ask again in a moment.',
    );
  if (error instanceof CsvError) return new ProblemException(400, 'malformed-csv', error.message);
  if (error instanceof ContendedStreamError) return new ProblemException(503, 'contended', error.message);
  if (error instanceof MonthFiguresBehindError) return new ProblemException(503, 'not-caught-up', error.message);
  const status = error instanceof HttpException ? error.getStatus() : statusOf(error);
  const code = CODES[status];
  if (code !== undefined || (status >= 400 && status < 500))
    return new ProblemException(status, code ?? 'bad-request', error instanceof Error ? error.message : '');
  return new ProblemException(500, 'internal-error', 'Something went wrong here, not with the request.');
}

/** Fastify's own errors carry a statusCode and a code that begins with FST_. */
function statusOf(error: unknown): number {
  if (!(error instanceof Error)) return 500;
  const { statusCode, code } = error as { readonly statusCode?: unknown; readonly code?: unknown };
  return typeof statusCode === 'number' && typeof code === 'string' && code.startsWith('FST_') ? statusCode : 500;
}

const logger = new Logger('Problem');

@Catch()
export class ProblemFilter implements ExceptionFilter {
  catch(error: unknown, host: ArgumentsHost): void {
    answerProblem(error, host.switchToHttp().getResponse<FastifyReply>());
  }
}

function answerProblem(error: unknown, reply: FastifyReply): void {
  // The client has gone, which may be the very reason for the error.
  if (reply.raw.destroyed) return;
  const { headers, problem } = asProblem(error);
  if (problem.status === 500) logger.error(error instanceof Error ? (error.stack ?? error.message) : String(error));
  if (error instanceof StoreUnavailableError || error instanceof ReadModelUnavailableError)
    logUnavailable(problem.code, error.message);
  if (reply.raw.headersSent) {
    // The answer has begun and cannot become a problem: cut it off, so that nobody takes it for complete.
    reply.raw.destroy();
    return;
  }
  void reply
    .status(problem.status)
    .headers(headers)
    .header('content-type', 'application/problem+json')
    .send(JSON.stringify(problem));
}

/**
 * How often the log says why requests cannot be answered, milliseconds: while a store is away, every one of them fails.
 */
const LOGGED_EVERY = 5_000;
let saidAt = -Infinity;

function logUnavailable(code: string, reason: string): void {
  const now = performance.now();
  if (now - saidAt < LOGGED_EVERY) return;
  saidAt = now;
  logger.warn(`${code}: ${reason}`);
}
